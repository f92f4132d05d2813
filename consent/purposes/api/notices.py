"""Notices in the API: read versions and their exact copies, draft, assess, decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.web.paging import KeyPagination
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, principal_of, require, visible_or_404
from consent.purposes.editions import Edition, editions_of
from consent.purposes.models import Notice, NoticeVersion
from consent.purposes.notice_reading import notices_seen, require_on, seen_or_404
from consent.purposes.notice_review import review
from consent.purposes.services import notices as services

# The copy is shown in a frame of our own pages and may do nothing there
_COPY_POLICY = "default-src 'none'; frame-ancestors 'self'; sandbox"


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice; without a department it speaks for the whole controller."""

    key = serializers.RegexField(r"^[a-z0-9-]+$", max_length=60)

    class Meta:
        model = Notice
        fields = ("id", "key", "name", "origin", "department")
        extra_kwargs = {"department": {"required": False}}


class LackSerializer(serializers.Serializer[Any]):
    """A point of Art. 13 or 14 that is not told in a language."""

    language = serializers.CharField()
    key = serializers.CharField(source="point.key")
    article = serializers.CharField(source="point.article")


class UntoldSerializer(serializers.Serializer[Any]):
    """A recipient of a purpose that the version does not name."""

    name = serializers.CharField()
    country = serializers.CharField()


class VersionSerializer(serializers.Serializer[Any]):
    """One language of a version."""

    language = serializers.CharField()
    points = serializers.DictField(child=serializers.CharField())
    sha256 = serializers.SerializerMethodField(help_text="of the exact copy, in hex")

    def get_sha256(self, row: NoticeVersion) -> str:
        """Write the hash in hex."""
        return bytes(row.sha256).hex()


class EditionSerializer(serializers.Serializer[Any]):
    """A version in all its languages; `digest` names what was read where one decides about it."""

    number = serializers.IntegerField()
    state = serializers.CharField()
    material = serializers.BooleanField(source="first.material", allow_null=True)
    effective_from = serializers.DateTimeField(source="first.effective_from", allow_null=True)
    confirmed_at = serializers.DateTimeField(source="first.confirmed_at", allow_null=True)
    covers = serializers.ListField(child=serializers.UUIDField())
    recipients = serializers.ListField(source="first.recipients", child=serializers.CharField())
    countries = serializers.ListField(source="first.countries", child=serializers.CharField())
    automated_decisions = serializers.BooleanField(source="first.automated_decisions")
    languages = VersionSerializer(source="rows", many=True)
    digest = serializers.SerializerMethodField()

    def get_digest(self, edition: Edition) -> str:
        """Write the hash over all languages in hex."""
        return edition.digest.hex()


class DraftedSerializer(serializers.Serializer[Any]):
    """The open version with what is missing in it."""

    version = EditionSerializer()
    missing = LackSerializer(many=True)
    recipients_untold = UntoldSerializer(many=True)


class DraftSerializer(serializers.Serializer[Any]):
    """A version as it is drafted: words by language and point."""

    words = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=20_000, allow_blank=True))
    )
    covers = serializers.ListField(child=serializers.UUIDField(), max_length=200)
    recipients = serializers.ListField(child=serializers.CharField(max_length=120), default=list)
    countries = serializers.ListField(child=serializers.RegexField(r"^[A-Z]{2}$"), default=list)
    automated_decisions = serializers.BooleanField(default=False)


class AssessmentSerializer(serializers.Serializer[Any]):
    """Whether a version changes the matter, and why; `seen` is the digest of what was read."""

    material = serializers.BooleanField()
    reason = serializers.CharField(max_length=2_000)
    seen = serializers.CharField(max_length=64, required=False, default="")


class DecisionSerializer(serializers.Serializer[Any]):
    """Whether the second person agrees; without `effective_from` the version holds at once."""

    agrees = serializers.BooleanField()
    reason = serializers.CharField(max_length=2_000)
    effective_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
    seen = serializers.CharField(max_length=64, required=False, default="")


class _ByKey(KeyPagination):
    ordering = ("key", "id")


class Notices(generics.ListAPIView[Notice]):
    """The notices that the caller may see."""

    serializer_class = NoticeSerializer
    pagination_class = _ByKey
    queryset = Notice.objects.none()

    def get_queryset(self) -> Any:
        """Return the notices of the caller's departments and of the whole controller."""
        return notices_seen(principal_of(self.request))

    @extend_schema(operation_id="notice_create", request=NoticeSerializer, responses={201: NoticeSerializer})
    def post(self, request: Request) -> Response:
        """Create a notice."""
        principal = principal_of(request)
        require(principal, Permission.NOTICE_DRAFT)
        said = NoticeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        where = given.get("department")
        if where is not None:
            rows = Department.objects.filter(closed_at=None)
            where = visible_or_404(rows, principal, Permission.NOTICE_DRAFT, "id", pk=where.pk)
        with _told():
            made = services.create_notice(principal, given["key"], given["name"], given["origin"], where)
        return Response(NoticeSerializer(made).data, status.HTTP_201_CREATED)


class Versions(APIView):
    """The versions of a notice; PUT drafts the next one."""

    @extend_schema(operation_id="notice_versions", responses=EditionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return all versions, the newest first."""
        found = seen_or_404(principal_of(request), pk)
        return Response(EditionSerializer(editions_of(found), many=True).data)

    @extend_schema(operation_id="notice_draft", request=DraftSerializer, responses=DraftedSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        """Draft the next version, or the open one anew; the answer says what is missing in it."""
        principal, found = _asked(request, pk, Permission.NOTICE_DRAFT)
        said = DraftSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        with _told():
            edition = services.draft_version(principal, found, services.Draft(**said.validated_data))
        held = review(found, edition)
        told = {"version": edition, "missing": held.lacks, "recipients_untold": held.untold}
        return Response(DraftedSerializer(told).data)


class Assess(APIView):
    """The first person's word."""

    @extend_schema(operation_id="notice_assess", request=AssessmentSerializer, responses=EditionSerializer)
    def post(self, request: Request, pk: UUID, number: int) -> Response:
        """Say whether the open version changes the matter, or words only."""
        principal, found = _asked(request, pk, Permission.NOTICE_DRAFT)
        said = AssessmentSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        with _told():
            edition = services.propose_change(
                principal, found, number, given["material"], given["reason"], given["seen"]
            )
        return Response(EditionSerializer(edition).data)


class Decide(APIView):
    """The second person's word."""

    @extend_schema(operation_id="notice_decide", request=DecisionSerializer, responses=EditionSerializer)
    def post(self, request: Request, pk: UUID, number: int) -> Response:
        """Publish the open version, or send it back to the draft."""
        principal, found = _asked(request, pk, Permission.NOTICE_DECIDE)
        said = DecisionSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        with _told():
            if not given["agrees"]:
                edition = services.send_back(principal, found, number, given["reason"])
            else:
                edition = services.publish_version(
                    principal, found, number, given["effective_from"], given["reason"], given["seen"]
                )
        return Response(EditionSerializer(edition).data)


class Copy(APIView):
    """The exact copy of a version in one language."""

    @extend_schema(operation_id="notice_copy", responses={(200, "text/html"): OpenApiTypes.STR})
    def get(self, request: Request, pk: UUID, number: int, language: str) -> HttpResponse:
        """Return the bytes that were hashed."""
        found = seen_or_404(principal_of(request), pk)
        row = NoticeVersion.objects.filter(notice=found, number=number, language=language).first()
        if row is None:
            raise Http404
        framed = {"Content-Security-Policy": _COPY_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        copy = bytes(row.rendered)
        return HttpResponse(copy, content_type="text/html; charset=utf-8", headers=framed)


def _asked(request: Request, pk: UUID, permission: Permission) -> tuple[Principal, Notice]:
    principal = principal_of(request)
    require(principal, permission)
    found = seen_or_404(principal, pk)
    require_on(principal, permission, found)
    return principal, found


@contextmanager
def _told() -> Iterator[None]:
    """Tell a refusal of the service as what is wrong with the request."""
    try:
        yield
    except Refused as refused:
        raise ValidationError({"detail": [str(refused)]}) from None
