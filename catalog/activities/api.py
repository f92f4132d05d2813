"""The API of this part: processing activities and what single fields are collected for."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.activities.models import ProcessingActivity, StatedPurpose
from catalog.activities.origins import purposes_of
from catalog.activities.services.describing import (
    Description,
    Receiver,
    Retention,
    change_activity,
    describe_activity,
    end_activity,
)
from catalog.activities.services.stating import follow_collection, state_purposes
from catalog.activities.states import Unit
from catalog.fields.api.problems import told
from catalog.fields.models import Field
from config.web.paging import KeyPagination
from consent.law.categories import SUBJECTS
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible, visible_or_404
from consent.purposes.states import RecipientRole


class RecipientSerializer(serializers.Serializer[Any]):
    """A recipient; an empty country is an unknown one."""

    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField([role.value for role in RecipientRole], default="processor")
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False, allow_blank=True, default="")


class RetentionSerializer(serializers.Serializer[Any]):
    """How long data stay: from the date in a field on."""

    start = serializers.UUIDField(source="start_id", help_text="a field of the activity's collections")
    period = serializers.IntegerField(min_value=1, max_value=10_000)
    unit = serializers.ChoiceField([unit.value for unit in Unit], default="years")
    law = serializers.CharField(max_length=200)


class ActivitySerializer(serializers.Serializer[Any]):
    """An activity; what is left out is unknown. `seen` is the revision that was read before a change."""

    id = serializers.UUIDField(read_only=True)
    department = serializers.UUIDField(source="department_id")
    name_de = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120)
    purposes = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    collections = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=5_000)
    subjects = serializers.ListField(
        child=serializers.ChoiceField([str(one) for one in SUBJECTS]), required=False
    )
    recipients = RecipientSerializer(many=True, required=False)
    retention = RetentionSerializer(required=False, allow_null=True)
    revision = serializers.IntegerField(read_only=True)
    described_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    seen = serializers.IntegerField(write_only=True, required=False)

    def to_representation(self, activity: ProcessingActivity) -> dict[str, Any]:
        """Show an activity with what hangs on it."""
        rule = getattr(activity, "retention", None)
        return {
            "id": str(activity.pk),
            "department": str(activity.department_id),
            "name_de": activity.name_de,
            "name_en": activity.name_en,
            "purposes": [str(one.pk) for one in activity.purposes.all()],
            "collections": [str(one.collection_id) for one in activity.links.all()],
            "subjects": activity.subjects,
            "recipients": RecipientSerializer(activity.recipients.all(), many=True).data,
            "retention": RetentionSerializer(rule).data if rule else None,
            "revision": activity.revision,
            "described_at": activity.described_at.isoformat(),
            "ended_at": activity.ended_at.isoformat() if activity.ended_at else None,
        }

    def description(self) -> Description:
        """Return what was said, for the service."""
        given = self.validated_data
        rule = given.get("retention")
        return Description(
            name_de=given["name_de"],
            name_en=given["name_en"],
            purposes=given.get("purposes", ()),
            collections=given.get("collections", ()),
            subjects=given.get("subjects", ()),
            recipients=[
                Receiver(one["name"], RecipientRole(one["role"]), one["country"])
                for one in given.get("recipients", ())
            ],
            retention=Retention(rule["start_id"], rule["period"], Unit(rule["unit"]), rule["law"])
            if rule
            else None,
        )


class FieldPurposeSerializer(serializers.Serializer[Any]):
    """What a field is collected for. `own` false: as its collection's activities say; own and none: unknown."""

    own = serializers.BooleanField()
    purposes = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=200)


class _ByName(KeyPagination):
    ordering = ("sort_name", "id")


class Activities(generics.ListAPIView[ProcessingActivity]):
    """The activities that the caller may see."""

    serializer_class = ActivitySerializer
    pagination_class = _ByName
    queryset = ProcessingActivity.objects.none()

    def get_queryset(self) -> QuerySet[ProcessingActivity]:
        """Return running and ended activities with what hangs on them."""
        principal = principal_of(self.request)
        require(principal, Permission.ACTIVITY_SEE)
        return visible(_rows(), principal, Permission.ACTIVITY_SEE)

    @extend_schema(
        operation_id="activity_describe", request=ActivitySerializer, responses={201: ActivitySerializer}
    )
    def post(self, request: Request) -> Response:
        """Describe a new activity."""
        principal = principal_of(request)
        require(principal, Permission.ACTIVITY_EDIT)
        said = ActivitySerializer(data=request.data)
        said.is_valid(raise_exception=True)
        departments = Department.objects.filter(closed_at=None)
        wanted = said.validated_data["department_id"]
        where = visible_or_404(departments, principal, Permission.ACTIVITY_EDIT, "id", pk=wanted)
        with told():
            made = describe_activity(principal, where, said.description())
        return Response(ActivitySerializer(made).data, status.HTTP_201_CREATED)


class OneActivity(APIView):
    """One activity; PUT describes it anew."""

    @extend_schema(operation_id="activity", responses=ActivitySerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the activity."""
        return Response(ActivitySerializer(_activity(request, pk, Permission.ACTIVITY_SEE)).data)

    @extend_schema(operation_id="activity_change", request=ActivitySerializer, responses=ActivitySerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        """Describe it anew; 409 where somebody changed it since `seen`. Its department stays."""
        found = _activity(request, pk, Permission.ACTIVITY_EDIT)
        said = ActivitySerializer(data=request.data)
        said.is_valid(raise_exception=True)
        with told():
            change_activity(principal_of(request), found, said.description(), said.validated_data.get("seen"))
        return Response(ActivitySerializer(_rows().get(pk=pk)).data)


class EndActivity(APIView):
    """The end of an activity."""

    @extend_schema(operation_id="activity_end", request=None, responses=ActivitySerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """End it; 409 where it has ended."""
        found = _activity(request, pk, Permission.ACTIVITY_EDIT)
        with told():
            end_activity(principal_of(request), found)
        return Response(ActivitySerializer(_rows().get(pk=pk)).data)


class FieldPurpose(APIView):
    """What a field is collected for."""

    @extend_schema(operation_id="field_purpose", responses=FieldPurposeSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return its purposes, and whether they are its own or its collection's."""
        return Response(_purpose(_field(request, pk, Permission.CATALOG_READ)))

    @extend_schema(
        operation_id="field_purpose_state", request=FieldPurposeSerializer, responses=FieldPurposeSerializer
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """State them, say that nobody knows (own, no purposes), or follow the collection (not own)."""
        found = _field(request, pk, Permission.ACTIVITY_EDIT)
        said = FieldPurposeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        with told():
            if said.validated_data["own"]:
                state_purposes(principal_of(request), found, said.validated_data["purposes"])
            else:
                follow_collection(principal_of(request), found)
        return Response(_purpose(found))


def _purpose(field: Field) -> dict[str, Any]:
    own = StatedPurpose.objects.filter(field=field).exists()
    return {"own": own, "purposes": [one.pk for one in purposes_of(field)]}


def _field(request: Request, pk: UUID, permission: Permission) -> Field:
    principal = principal_of(request)
    require(principal, permission)
    rows = Field.objects.select_related("source")
    found: Field = visible_or_404(rows, principal, permission, "source__department", pk=pk)
    return found


def _activity(request: Request, pk: UUID, permission: Permission) -> ProcessingActivity:
    principal = principal_of(request)
    require(principal, permission)
    found: ProcessingActivity = visible_or_404(_rows(), principal, permission, pk=pk)
    return found


def _rows() -> QuerySet[ProcessingActivity]:
    rows = ProcessingActivity.objects.select_related("department", "retention")
    return rows.prefetch_related("purposes", "links", "recipients")
