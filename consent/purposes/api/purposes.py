"""The API of purposes: list, read, compare, propose, advise, decide, end, tell apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.web.paging import KeyPagination
from consent.law import clock
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require
from consent.purposes import services
from consent.purposes.api.purposes_values import (
    BasisSerializer,
    PurposeProposalSerializer,
    PurposeSerializer,
    PurposeVersionSerializer,
    WholePurposeSerializer,
    basis_read,
    faults_written,
    identity_read,
)
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.pages.purposes_seen import purpose_or_404, purposes_seen, version_or_404
from consent.purposes.stored import basis_of
from consent.purposes.telling import differences


class OpinionSerializer(serializers.Serializer[Any]):
    """The data protection officer's opinion; `seen` is the version's asked_at as it was read."""

    favourable = serializers.BooleanField()
    words = serializers.CharField(max_length=20_000)
    seen = serializers.DateTimeField(required=False, allow_null=True, default=None)


class PurposeDecisionSerializer(serializers.Serializer[Any]):
    """The decision; a reason is needed where it departs from the opinion."""

    accepted = serializers.BooleanField()
    reason = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    consent_left_because = serializers.CharField(
        max_length=20_000, allow_blank=True, default="",
        help_text="the representative's own words, where consent is left for another basis",
    )  # fmt: skip
    in_force_from = serializers.DateTimeField(allow_null=True, default=None)


class PurposeReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=20_000)


_AT = OpenApiParameter("at", OpenApiTypes.DATETIME, description="when it was so; without: now")
_KNOWN_AT = OpenApiParameter("known_at", OpenApiTypes.DATETIME, description="as known when; without: now")
_EARLIER = OpenApiParameter("earlier", OpenApiTypes.INT, required=True)
_LATER = OpenApiParameter("later", OpenApiTypes.INT, required=True)


class MomentsSerializer(serializers.Serializer[Any]):
    """When it was so, and what was known when; both are now where they are left out."""

    at = serializers.DateTimeField(required=False)
    known_at = serializers.DateTimeField(required=False)


class NumbersSerializer(serializers.Serializer[Any]):
    """Which two versions."""

    earlier = serializers.IntegerField(min_value=1)
    later = serializers.IntegerField(min_value=1)


class ChangedSerializer(serializers.Serializer[Any]):
    """One thing that two versions say differently, in words."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class _ByKey(KeyPagination):
    ordering = ("key", "id")


class Purposes(generics.ListAPIView[Purpose]):
    """The purposes of the departments that the caller sees into."""

    serializer_class = PurposeSerializer
    pagination_class = _ByKey
    queryset = Purpose.objects.none()

    def get_queryset(self) -> QuerySet[Purpose]:
        """Return the purposes that the caller may see."""
        return purposes_seen(principal_of(self.request))

    @extend_schema(
        operation_id="purpose_propose",
        request=PurposeProposalSerializer,
        responses={201: PurposeVersionSerializer},
    )
    def post(self, request: Request) -> Response:
        """Propose a purpose with its basis; with faults it stays a draft, and `lacks` names them."""
        principal = principal_of(request)
        require(principal, Permission.PURPOSE_PROPOSE)
        given = _read(request, PurposeProposalSerializer)
        rows = Department.objects.filter(closed_at=None, id=given["department"])
        department = rows.filter(id__in=principal.departments(Permission.PURPOSE_PROPOSE)).first()
        if department is None:
            sentence = _("There is no such department, or you propose no purposes there.")
            raise ValidationError({"department": [sentence]})
        with _refusals():
            made = services.propose(principal, department, identity_read(given), basis_read(given["basis"]))
        return Response(PurposeVersionSerializer(made).data, status.HTTP_201_CREATED)


class OnePurpose(APIView):
    """One purpose."""

    @extend_schema(operation_id="purpose_read", responses=WholePurposeSerializer)
    def get(self, request: Request, key: str) -> Response:
        """Return it with all its versions."""
        return Response(WholePurposeSerializer(purpose_or_404(principal_of(request), key)).data)


class Versions(APIView):
    """The versions of a purpose."""

    @extend_schema(
        operation_id="purpose_propose_basis",
        request=BasisSerializer,
        responses={201: PurposeVersionSerializer},
    )
    def post(self, request: Request, key: str) -> Response:
        """Propose another basis; the one in force stays until the decision."""
        principal = principal_of(request)
        found = purpose_or_404(principal, key, Permission.PURPOSE_PROPOSE)
        basis = basis_read(_read(request, BasisSerializer))
        with _refusals():
            made = services.propose_change(principal, found, basis)
        return Response(PurposeVersionSerializer(made).data, status.HTTP_201_CREATED)


class OneVersion(APIView):
    """One version."""

    @extend_schema(operation_id="purpose_version_read", responses=PurposeVersionSerializer)
    def get(self, request: Request, key: str, number: int) -> Response:
        """Return it."""
        return Response(PurposeVersionSerializer(version_or_404(principal_of(request), key, number)).data)

    @extend_schema(
        operation_id="purpose_version_change", request=BasisSerializer, responses=PurposeVersionSerializer
    )
    def put(self, request: Request, key: str, number: int) -> Response:
        """Change a proposal on which no opinion was given; whoever does is its proposer."""
        principal = principal_of(request)
        found = version_or_404(principal, key, number, Permission.PURPOSE_PROPOSE)
        basis = basis_read(_read(request, BasisSerializer))
        with _refusals():
            return Response(PurposeVersionSerializer(services.redraft(principal, found, basis)).data)


class Opinion(APIView):
    """The data protection officer's opinion on a version."""

    @extend_schema(
        operation_id="purpose_opinion", request=OpinionSerializer, responses=PurposeVersionSerializer
    )
    def post(self, request: Request, key: str, number: int) -> Response:
        """Give it; the proposal's words stay as they are from then on."""
        principal = principal_of(request)
        found = version_or_404(principal, key, number, Permission.PURPOSE_OPINION)
        given = _read(request, OpinionSerializer)
        with _refusals():
            return Response(PurposeVersionSerializer(services.give_opinion(principal, found, **given)).data)


class Decision(APIView):
    """The decision on a version."""

    @extend_schema(
        operation_id="purpose_decide", request=PurposeDecisionSerializer, responses=PurposeVersionSerializer
    )
    def post(self, request: Request, key: str, number: int) -> Response:
        """Accept or refuse it; an accepted one ends the version before."""
        principal = principal_of(request)
        found = version_or_404(principal, key, number, Permission.PURPOSE_DECIDE)
        given = _read(request, PurposeDecisionSerializer)
        with _refusals():
            return Response(PurposeVersionSerializer(services.decide(principal, found, **given)).data)


class VersionAt(APIView):
    """Which version was in force when."""

    @extend_schema(
        operation_id="purpose_version_at", parameters=[_AT, _KNOWN_AT], responses=PurposeVersionSerializer
    )
    def get(self, request: Request, key: str) -> Response:
        """Return the version in force at a time, as decided by another; 404 where there was none."""
        found = purpose_or_404(principal_of(request), key)
        asked = MomentsSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        now = clock.now()
        at, known_at = (asked.validated_data.get(name, now) for name in ("at", "known_at"))
        facts = services.version_at(found.id, at, known_at)
        if facts is None:
            raise Http404
        rows = PurposeVersion.objects.select_related("balancing", "purpose").prefetch_related("recipients")
        return Response(PurposeVersionSerializer(rows.get(pk=facts.record.id)).data)


class Difference(APIView):
    """In what two versions differ."""

    @extend_schema(
        operation_id="purpose_difference",
        parameters=[_EARLIER, _LATER],
        responses=ChangedSerializer(many=True),
    )
    def get(self, request: Request, key: str) -> Response:
        """Return every thing that they say differently, in the reader's language."""
        principal = principal_of(request)
        purpose_or_404(principal, key)
        asked = NumbersSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        old, new = (
            basis_of(version_or_404(principal, key, asked.validated_data[name]))
            for name in ("earlier", "later")
        )
        return Response(ChangedSerializer(differences(old, new), many=True).data)


class End(APIView):
    """The end of a purpose."""

    @extend_schema(operation_id="purpose_end", request=PurposeReasonSerializer, responses={204: None})
    def post(self, request: Request, key: str) -> Response:
        """End it now; what was to come never comes."""
        principal = principal_of(request)
        found = purpose_or_404(principal, key, Permission.PURPOSE_DECIDE)
        given = _read(request, PurposeReasonSerializer)
        with _refusals():
            services.end_purpose(principal, found, given["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class TellApart(APIView):
    """Why a refusal of another purpose does not deny this one."""

    @extend_schema(operation_id="purpose_tell_apart", request=PurposeReasonSerializer, responses={204: None})
    def post(self, request: Request, key: str, other: str) -> Response:
        """Record it, as the controller's representative; it cannot be taken back."""
        principal = principal_of(request)
        found = purpose_or_404(principal, key, Permission.PURPOSE_DISTINGUISH)
        refused = purpose_or_404(principal, other)
        given = _read(request, PurposeReasonSerializer)
        with _refusals():
            services.record_difference(principal, found, refused, given["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)


def _read(request: Request, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a service refuses into a problem of the request, with each field and each article."""
    try:
        yield
    except services.Invalid as invalid:
        raise ValidationError({name: [words] for name, words in invalid.problems.items()}) from None
    except services.Lacking as lacking:
        told: dict[str, Any] = {"non_field_errors": [str(lacking)], "lacks": faults_written(lacking.faults)}
        raise ValidationError(told) from None
    except Refused as refused:
        raise ValidationError({"non_field_errors": [str(refused)]}) from None
