"""Findings and the overview's figures in the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.fields.api.problems import told
from catalog.fields.api.serializers import FindingSerializer, HandledSerializer
from catalog.fields.figures import figures
from catalog.fields.models import Finding
from catalog.fields.rules import version_in_force
from catalog.fields.services.findings import handle_finding
from catalog.fields.states import FindingKind, FindingState
from config.web.paging import KeyPagination
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible, visible_or_404


class _Newest(KeyPagination):
    ordering = ("-opened_at", "id")


class Findings(generics.ListAPIView[Finding]):
    """The departures that the caller may see."""

    serializer_class = FindingSerializer
    pagination_class = _Newest
    queryset = Finding.objects.none()

    def get_queryset(self) -> QuerySet[Finding]:
        """Return the findings that the filters leave."""
        principal = principal_of(self.request)
        require(principal, Permission.FINDING_READ)
        rows = visible(Finding.objects.all(), principal, Permission.FINDING_READ, "department")
        for name in ("state", "kind"):
            if asked := self.request.query_params.getlist(name):
                rows = rows.filter(**{f"{name}__in": asked})
        return rows

    @extend_schema(
        operation_id="findings",
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, many=True, enum=[s.value for s in FindingState]),
            OpenApiParameter("kind", OpenApiTypes.STR, many=True, enum=[k.value for k in FindingKind]),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List findings."""
        return super().get(request, *args, **kwargs)


class OneFinding(APIView):
    """One finding; POST handles it."""

    @extend_schema(operation_id="finding", responses=FindingSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the finding."""
        return Response(FindingSerializer(_finding(request, pk, Permission.FINDING_READ)).data)

    @extend_schema(operation_id="finding_handle", request=HandledSerializer, responses=FindingSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Close it with a reason; 409 where it is closed already."""
        found = _finding(request, pk, Permission.FINDING_HANDLE)
        asked = HandledSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with told():
            handled = handle_finding(found, principal_of(request), asked.validated_data["reason"])
        return Response(FindingSerializer(handled).data)


_CELL = inline_serializer(
    "OverviewCell",
    {
        "category": serializers.CharField(),
        "special": serializers.CharField(allow_null=True),
        "department": serializers.UUIDField(),
        "fields": serializers.IntegerField(),
    },
    many=True,
)
_NUMBERS = (
    "total", "personal", "special", "decided", "special_undecided", "with_subjects", "examined_now", "findings",
)  # fmt: skip


class Overview(APIView):
    """The overview's figures."""

    @extend_schema(
        operation_id="overview",
        responses=inline_serializer(
            "Overview", {**{name: serializers.IntegerField() for name in _NUMBERS}, "matrix": _CELL}
        ),
    )
    def get(self, request: Request) -> Response:
        """Count what the caller may see; `matrix` holds categories by department, without the zeros."""
        principal = principal_of(request)
        require(principal, Permission.CATALOG_READ)
        found = figures(principal, version_in_force())
        matrix = [
            {
                "category": row.category,
                "special": row.special,
                "department": cell.department.pk,
                "fields": cell.number,
            }
            for row in found.rows
            for cell in row.cells
            if cell.number
        ]
        return Response({**{name: getattr(found, name) for name in _NUMBERS}, "matrix": matrix})


def _finding(request: Request, pk: UUID, permission: Permission) -> Finding:
    principal = principal_of(request)
    require(principal, permission)
    rows = Finding.objects.all()
    found: Finding = visible_or_404(rows, principal, permission, "department", pk=pk)
    return found
