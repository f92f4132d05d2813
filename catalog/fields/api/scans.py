"""Scans and collections in the API: start, watch, cancel; what a source holds."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.fields.api.problems import told
from catalog.fields.api.serializers import CollectionSerializer, NewScanSerializer, ScanSerializer
from catalog.fields.models import Collection, Scan
from catalog.fields.services.scans import cancel_scan, start_scan
from catalog.sources.models import Source
from config.web.paging import KeyPagination
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible, visible_or_404


class _Newest(KeyPagination):
    ordering = ("-created_at", "id")


class _ByName(KeyPagination):
    ordering = ("sort_name", "id")


class Scans(generics.ListAPIView[Scan]):
    """The scans of the sources that the caller may see; POST starts one."""

    serializer_class = ScanSerializer
    pagination_class = _Newest
    queryset = Scan.objects.none()

    def get_queryset(self) -> QuerySet[Scan]:
        """Return the scans, of one source where one is asked for."""
        principal = principal_of(self.request)
        require(principal, Permission.SOURCE_READ)
        rows = visible(Scan.objects.all(), principal, Permission.SOURCE_READ, "source__department")
        return _of(rows, self.request, "source")

    @extend_schema(operation_id="scans", parameters=[OpenApiParameter("source", OpenApiTypes.UUID)])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List scans."""
        return super().get(request, *args, **kwargs)

    @extend_schema(operation_id="scan_start", request=NewScanSerializer, responses={202: ScanSerializer})
    def post(self, request: Request) -> Response:
        """Start a scan of a source."""
        principal = principal_of(request)
        require(principal, Permission.SCAN_RUN)
        asked = NewScanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = Source.objects.active()
        source = visible_or_404(rows, principal, Permission.SCAN_RUN, pk=asked.validated_data["source"])
        with told():
            scan = start_scan(source, principal)
        return Response(ScanSerializer(scan).data, status=status.HTTP_202_ACCEPTED)


class OneScan(APIView):
    """One scan."""

    @extend_schema(operation_id="scan", responses=ScanSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Say how far it is."""
        return Response(ScanSerializer(_scan(request, pk, Permission.SOURCE_READ)).data)


class CancelScan(APIView):
    """End a scan."""

    @extend_schema(operation_id="scan_cancel", request=None, responses=ScanSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """End it; what it has found stays."""
        found = _scan(request, pk, Permission.SCAN_RUN)
        with told():
            ended = cancel_scan(found, principal_of(request))
        return Response(ScanSerializer(ended).data)


class Collections(generics.ListAPIView[Collection]):
    """The tables, views and files that the caller may see."""

    serializer_class = CollectionSerializer
    pagination_class = _ByName
    queryset = Collection.objects.none()

    def get_queryset(self) -> QuerySet[Collection]:
        """Return the collections, of one source where one is asked for."""
        principal = principal_of(self.request)
        require(principal, Permission.CATALOG_READ)
        rows = visible(Collection.objects.all(), principal, Permission.CATALOG_READ, "source__department")
        return _of(rows, self.request, "source")

    @extend_schema(operation_id="collections", parameters=[OpenApiParameter("source", OpenApiTypes.UUID)])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List collections."""
        return super().get(request, *args, **kwargs)


def _scan(request: Request, pk: UUID, permission: Permission) -> Scan:
    principal = principal_of(request)
    require(principal, permission)
    rows = Scan.objects.select_related("source")
    found: Scan = visible_or_404(rows, principal, permission, "source__department", pk=pk)
    return found


def _of(rows: Any, request: Request, name: str) -> Any:
    asked = request.query_params.get(name)
    return rows.filter(**{name: asked}) if asked else rows
