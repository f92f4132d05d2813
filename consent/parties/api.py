"""The API of this part: who am I, departments, people, the controller's record."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.parties.controllers import authority_of
from consent.parties.models import Controller, Department, Membership, User
from consent.parties.pages.people import people_seen
from consent.parties.permissions import Permission, Role
from consent.parties.principals import principal_of, require, visible


class RoleSerializer(serializers.ModelSerializer[Membership]):
    """A role, and the department in which it is held."""

    role = serializers.ChoiceField(choices=[role.value for role in Role])

    class Meta:
        model = Membership
        fields = ("role", "department", "since")


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person with the roles that they hold."""

    roles = RoleSerializer(source="memberships", many=True, read_only=True)

    class Meta:
        model = User
        fields = ("id", "name", "email", "is_active", "joined_at", "left_at", "roles")


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    """A department."""

    class Meta:
        model = Department
        fields = ("id", "name", "closed_at")


class RightsSerializer(serializers.Serializer[Any]):
    """Rights within one department."""

    department = serializers.UUIDField()
    permissions = serializers.ListField(child=serializers.CharField())


class MeSerializer(serializers.Serializer[Any]):
    """Who asks, and what they may do."""

    actor = serializers.UUIDField(help_text="the random id under which the ledger shows you")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=["person", "service"])
    everywhere = serializers.ListField(child=serializers.CharField())
    within = RightsSerializer(many=True)


class ControllerSerializer(serializers.ModelSerializer[Controller]):
    """The controller's record."""

    authority_name = serializers.SerializerMethodField()

    class Meta:
        model = Controller
        fields = (
            "legal_name",
            "address",
            "contact",
            "representative",
            "dpo_name",
            "dpo_contact",
            "land",
            "authority",
            "authority_name",
            "time_zone",
        )

    @extend_schema_field(serializers.CharField())
    def get_authority_name(self, record: Controller) -> str:
        """Return the authority's name."""
        authority = authority_of(record)
        return authority.name if authority else ""


class Me(APIView):
    """Who asks, as the API sees them."""

    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Return who asks and what they may do now."""
        principal = principal_of(request)
        within = [
            {"department": where, "permissions": sorted(given)} for where, given in principal.within.items()
        ]
        answer = {
            "actor": principal.actor,
            "name": principal.name,
            "kind": "person" if isinstance(request.user, User) else "service",
            "everywhere": sorted(principal.everywhere),
            "within": within,
        }
        return Response(MeSerializer(answer).data)


class Departments(generics.ListAPIView[Department]):
    """The departments that the asker sees into: those of their roles, or all."""

    serializer_class = DepartmentSerializer
    queryset = Department.objects.none()

    def get_queryset(self) -> QuerySet[Department]:
        """Return departments in which the asker may read people, the catalogue or sources."""
        principal = principal_of(self.request)
        rows = Department.objects.order_by("id")
        readable = (Permission.PEOPLE_READ, Permission.CATALOG_READ, Permission.SOURCE_READ)
        if any(right in principal.everywhere for right in readable):
            return rows
        return rows.filter(
            id__in=[where for where, given in principal.within.items() if given & set(readable)]
        )


class People(generics.ListAPIView[User]):
    """The people whom the asker may see."""

    serializer_class = PersonSerializer
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        """Return people of the asker's departments, or all; roles elsewhere stay unseen."""
        principal = principal_of(self.request)
        require(principal, Permission.PEOPLE_READ)
        roles = visible(Membership.objects.order_by("role"), principal, Permission.PEOPLE_READ)
        return people_seen(principal).distinct().prefetch_related(Prefetch("memberships", roles))


class ControllerRecord(APIView):
    """The controller's record."""

    @extend_schema(operation_id="controller", responses=ControllerSerializer)
    def get(self, request: Request) -> Response:
        """Return the record; empty values until somebody has written it."""
        require(principal_of(request), Permission.CONTROLLER_READ)
        return Response(ControllerSerializer(Controller.current() or Controller()).data)
