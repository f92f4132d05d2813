"""Read where somebody stands, what they said, and their receipts. Every look is recorded in the ledger."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.web.paging import KeyPagination
from consent.consents import receipting, rendering
from consent.consents.api.events import ConsentEventSerializer
from consent.consents.api.people import WhoSerializer, person_of
from consent.consents.models import ConsentEvent
from consent.consents.reading import Stood, look_up_history, look_up_states, purposes_seen
from consent.consents.receipts import dpv, kantara
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require

FORMS = ("jsonld", "kantara", "jws", "pdf")


class MomentsSerializer(serializers.Serializer[Any]):
    """The two times of a question: what was so at `at`, as known at `known_at`; both now by default."""

    at = serializers.DateTimeField(required=False)
    known_at = serializers.DateTimeField(required=False)


class StateRequestSerializer(WhoSerializer, MomentsSerializer):
    """Whose state, and when."""


class StateSerializer(serializers.Serializer[Any]):
    """Where a person stands on a purpose; `state` is the DPV term."""

    purpose = serializers.CharField(source="purpose.key")
    state = serializers.CharField(source="standing.state.value")
    permits = serializers.BooleanField(source="standing.permits")
    event = serializers.SerializerMethodField()

    def get_event(self, stood: Stood) -> UUID | None:
        """Return the event that it rests on."""
        return stood.standing.event.id if stood.standing.event else None


class StatesSerializer(serializers.Serializer[Any]):
    """A person's states."""

    subject = serializers.UUIDField()
    states = StateSerializer(many=True)


class HistoryPages(KeyPagination):
    """The newest first."""

    ordering = ("-at", "-id")


_PAGES = [OpenApiParameter("cursor"), OpenApiParameter("page_size", OpenApiTypes.INT)]
_MOMENTS = [
    OpenApiParameter(name, OpenApiTypes.DATETIME, description="with its offset; now where left out")
    for name in ("at", "known_at")
]


class States(APIView):
    """A person's states by record id."""

    @extend_schema(operation_id="consent_states", parameters=_MOMENTS, responses=StatesSerializer)
    def get(self, request: Request, subject: UUID) -> Response:
        """Return where a person stands on every purpose that the asker sees."""
        require(principal_of(request), Permission.CONSENT_READ)
        times = MomentsSerializer(data={key: request.query_params[key] for key in request.query_params})
        times.is_valid(raise_exception=True)
        return _states(request, person_of({"subject": subject}), times.validated_data)


class StatesByIdentifier(APIView):
    """The same for a person named in the body."""

    @extend_schema(
        operation_id="consent_states_find", request=StateRequestSerializer, responses=StatesSerializer
    )
    def post(self, request: Request) -> Response:
        """Return where the person stands; the identifier stands in no address and no log."""
        require(principal_of(request), Permission.CONSENT_READ)
        serializer = StateRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return _states(request, person_of(serializer.validated_data), serializer.validated_data)


class History(APIView):
    """A person's events."""

    @extend_schema(
        operation_id="consent_history", parameters=_PAGES, responses=ConsentEventSerializer(many=True)
    )
    def get(self, request: Request, subject: UUID) -> Response:
        """Return the events on purposes that the asker sees, the newest first, page by page."""
        require(principal_of(request), Permission.CONSENT_READ)
        rows = look_up_history(principal_of(request), person_of({"subject": subject}))
        pages = HistoryPages()
        page = pages.paginate_queryset(rows, request, self)
        answer: Response = pages.get_paginated_response(ConsentEventSerializer(page, many=True).data)
        return answer


class HistoryByIdentifier(APIView):
    """The same for a person named in the body; returns the newest hundred."""

    @extend_schema(
        operation_id="consent_history_find",
        request=WhoSerializer,
        responses=ConsentEventSerializer(many=True),
    )
    def post(self, request: Request) -> Response:
        """Return the newest hundred events."""
        require(principal_of(request), Permission.CONSENT_READ)
        serializer = WhoSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        rows = look_up_history(principal_of(request), person_of(serializer.validated_data))
        return Response(ConsentEventSerializer(rows.order_by("-at", "-id")[:100], many=True).data)


class Receipt(APIView):
    """The receipt of a giving, a renewal or a withdrawal."""

    @extend_schema(
        operation_id="consent_receipt",
        parameters=[OpenApiParameter("form", enum=list(FORMS), description="jsonld by default")],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, event: UUID) -> HttpResponseBase:
        """Return the receipt as 27560 record (JSON-LD), Kantara receipt, signed JWS or PDF."""
        rows = ConsentEvent.objects.filter(purpose__in=purposes_seen(principal_of(request)))
        found = get_object_or_404(receipting.with_receipts(rows), pk=event)
        look_up_history(principal_of(request), found.subject_id, "receipt")
        return receipt_answer(found, request.query_params.get("form", "jsonld"))


def receipt_answer(event: ConsentEvent, form: str) -> HttpResponse:
    """Return a receipt in a form, to be downloaded."""
    name = f"receipt-{event.id}"
    if form == "pdf":
        return _file(rendering.receipt_pdf(event), "application/pdf", f"{name}.pdf")
    if form == "jws":
        return _file(receipting.signed_receipt(event).encode(), "application/jose", f"{name}.jws")
    content = receipting.content_of(event)
    if form == "kantara":
        return _file(_json(kantara.receipt(content)), "application/json", f"{name}.kantara.json")
    return _file(_json(dpv.consent_record(content)), "application/ld+json", f"{name}.jsonld")


def _states(request: Request, subject: UUID, times: dict[str, Any]) -> Response:
    found = look_up_states(principal_of(request), subject, times.get("at"), times.get("known_at"))
    return Response(StatesSerializer({"subject": subject, "states": found}).data)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
