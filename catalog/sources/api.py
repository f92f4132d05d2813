"""The API of this part: sources, to list, add, read, change, check and retire. A password goes in, never out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.sources import services
from catalog.sources.connectors.base import SourceError
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from catalog.sources.models import Source
from catalog.sources.services import Connection
from catalog.sources.words import problem_words
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible, visible_or_404

_PLACE = ("name", "host", "port", "database", "user", "path", "options")


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A source; `has_password` tells whether one is stored."""

    has_password = serializers.SerializerMethodField()
    password = serializers.CharField(
        write_only=True, required=False, allow_blank=True, trim_whitespace=False, max_length=500,
        help_text="empty: the stored one stays; it is deleted when host, port, user or options change without a new one",
    )  # fmt: skip
    port = serializers.IntegerField(min_value=1, max_value=65535, required=False, allow_null=True)
    options = serializers.DictField(child=serializers.CharField(max_length=100), required=False)
    notes = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Source
        fields = (
            "id", "name", "department", "kind", "host", "port", "database", "user", "path", "options", "password",
            "has_password", "outcome", "problem", "product", "notes", "checked_at", "created_at", "retired_at",
        )  # fmt: skip
        read_only_fields = ("outcome", "problem", "product", "checked_at", "created_at", "retired_at")

    def get_has_password(self, source: Source) -> bool:
        """Tell whether a password is stored."""
        return source.credential is not None

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Hold the values against what the kind needs and its driver may be told."""
        said = said_of(given, self.instance)
        files = said.kind in (Kind.SQLITE, Kind.FOLDER)
        if files != bool(said.path) or files == bool(said.host):
            raise ValidationError(
                {"path" if files else "host": "A file needs a path, a server a host, never both."}
            )
        if files and (said.user or said.port or said.password):
            raise ValidationError({"path": "A file has neither port nor user nor password."})
        try:
            SourceSpec(
                Kind(said.kind), said.host, said.port, said.database, said.user, Secret(said.password or ""),
                said.path, said.options or {},
            )  # fmt: skip
        except SourceError as error:
            raise ValidationError({"options": str(error)}) from None
        return given


class CheckSerializer(serializers.Serializer[Any]):
    """How a connection went."""

    outcome = serializers.ChoiceField(choices=["answered", "failed"])
    problem = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    product = serializers.CharField(allow_blank=True)
    notes = serializers.ListField(child=serializers.CharField())


def said_of(given: dict[str, Any], source: Source | None) -> Connection:
    """Return what is said of a source: the given values, and for the rest what is stored."""
    stored = (
        {name: getattr(source, name) for name in (*_PLACE, "kind")} if source else {"kind": "", "name": ""}
    )
    values = stored | {name: value for name, value in given.items() if name in (*_PLACE, "kind")}
    return Connection(**values, password=given.get("password") or None)


class Sources(generics.ListCreateAPIView[Source]):
    """The sources of the departments that the asker sees into."""

    serializer_class = SourceSerializer
    queryset = Source.objects.none()

    def get_queryset(self) -> QuerySet[Source]:
        """Return the sources that are in use."""
        principal = principal_of(self.request)
        require(principal, Permission.SOURCE_READ)
        return visible(Source.objects.active(), principal, Permission.SOURCE_READ).order_by("id")

    def perform_create(self, serializer: Any) -> None:
        """Add a source to a department in which the asker manages sources."""
        principal = principal_of(self.request)
        given = serializer.validated_data
        department: Department = given["department"]
        if not principal.may(Permission.SOURCE_READ, department.id):
            raise ValidationError({"department": "There is no such department, or it is not yours to see."})
        with _refusals():
            serializer.instance = services.add_source(principal, department, said_of(given, None))


class OneSource(APIView):
    """One source."""

    @extend_schema(operation_id="source_read", responses=SourceSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return it."""
        return Response(SourceSerializer(_found(request, pk)).data)

    @extend_schema(
        operation_id="source_change", request=SourceSerializer(partial=True), responses=SourceSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change it; kind and department stay."""
        found = _found(request, pk)
        require(principal_of(request), Permission.SOURCE_MANAGE, found.department_id)
        serializer = SourceSerializer(found, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        for fixed in ("kind", "department"):
            if fixed in given and given[fixed] != getattr(found, fixed):
                raise ValidationError({fixed: "This cannot be changed; add another source."})
        with _refusals():
            changed = services.change_source(principal_of(request), found, said_of(given, found))
        return Response(SourceSerializer(changed).data)


class CheckSource(APIView):
    """Connect once."""

    @extend_schema(operation_id="source_check", request=None, responses=CheckSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Connect once and return how it went; a failure is an answer, too."""
        found = _found(request, pk)
        with _refusals():
            services.check_source(principal_of(request), found)
        detail = str(problem_words(found.problem)) if found.problem else ""
        answer = {
            "outcome": found.outcome, "problem": found.problem, "detail": detail, "product": found.product,
            "notes": found.notes,
        }  # fmt: skip
        return Response(CheckSerializer(answer).data)


class RetireSource(APIView):
    """Stop using a source."""

    @extend_schema(operation_id="source_retire", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        """Retire it: its password is deleted, what was found stays on record."""
        with _refusals():
            services.retire_source(principal_of(request), _found(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _found(request: Request, pk: UUID) -> Source:
    principal = principal_of(request)
    require(principal, Permission.SOURCE_READ)
    found: Source = visible_or_404(
        Source.objects.select_related("department"), principal, Permission.SOURCE_READ, id=pk
    )
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a service refuses into a problem of the request."""
    try:
        yield
    except Refused as refused:
        raise ValidationError({"non_field_errors": [str(refused)]}) from None
    except SourceError as error:
        raise ValidationError({"options": [str(error)]}) from None
