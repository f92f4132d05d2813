"""Import files by the API, and read their reports."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.consents.importing import queue_import
from consent.consents.lines import NoHeading
from consent.consents.models import ConsentImport
from consent.consents.words import fault_words
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require, visible_or_404

_LINES_SHOWN = 1_000


class ImportRequestSerializer(serializers.Serializer[Any]):
    """A CSV file, and the department in whose name it is taken."""

    department = serializers.UUIDField()
    file = serializers.FileField()


class BrokenLineSerializer(serializers.Serializer[Any]):
    """A line that was not taken."""

    line = serializers.IntegerField()
    column = serializers.CharField()
    fault = serializers.CharField(help_text="a code")
    words = serializers.SerializerMethodField()

    def get_words(self, row: Any) -> str:
        """Say the fault in a sentence."""
        return fault_words(row.fault)


class ImportSerializer(serializers.ModelSerializer[ConsentImport]):
    """How far an import is; of its broken lines the first thousand."""

    broken_lines = serializers.SerializerMethodField()

    class Meta:
        model = ConsentImport
        fields = (
            "id", "department", "name", "state", "problem", "lines", "stored", "known", "broken", "unproved",
            "made_at", "ended_at", "broken_lines",
        )  # fmt: skip

    def get_broken_lines(self, run: ConsentImport) -> list[dict[str, Any]]:
        """Return the first broken lines."""
        rows = run.broken_lines.order_by("line")[:_LINES_SHOWN]
        return list(BrokenLineSerializer(rows, many=True).data)


class Imports(APIView):
    """Files of events."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="consent_import", request=ImportRequestSerializer, responses={202: ImportSerializer}
    )
    def post(self, request: Request) -> Response:
        """Take a file; it is read in the background, and the same file again changes nothing."""
        principal = principal_of(request)
        require(principal, Permission.CONSENT_RECORD)
        serializer = ImportRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        where = Department.objects.filter(pk=given["department"]).first()
        if where is None or not principal.may(Permission.CONSENT_RECORD, where.id):
            raise NotFound
        try:
            run = queue_import(principal, where, given["file"].name, given["file"])
        except NoHeading as error:
            raise ValidationError({"file": str(error)}) from None
        return Response(ImportSerializer(run).data, status.HTTP_202_ACCEPTED)


class OneImport(APIView):
    """One file."""

    @extend_schema(operation_id="consent_import_read", responses=ImportSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return how far it is, and what was not taken."""
        principal = principal_of(request)
        require(principal, Permission.CONSENT_RECORD)
        run = visible_or_404(ConsentImport.objects.all(), principal, Permission.CONSENT_RECORD, id=pk)
        return Response(ImportSerializer(run).data)
