"""The API of decisions: one with its steps, many from Arrow to Arrow. Record ids only.

A question about one person is a look at them and recorded with its reason; the bulk form serves a read
that is recorded by its reader.
"""

from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.decisions.bulk import SCHEMA, decide_batches
from consent.decisions.looking import explain
from consent.law.categories import CATEGORIES
from consent.law.decision import Decision
from consent.law.facts import Channel
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, visible_or_404
from consent.purposes.models import Purpose

ARROW = "application/vnd.apache.arrow.stream"
_ROWS = 65_536


class _Body(RawIOBase):
    """The request's body as a file that is read as far as it is needed."""

    def __init__(self, request: Request) -> None:
        self._request = request._request

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read up to so many bytes."""
        return self._request.read(size)


class QuestionSerializer(serializers.Serializer[Any]):
    """What is asked; both times are now where they are left out."""

    purpose = serializers.SlugField(help_text="the purpose's key")
    categories = serializers.ListField(child=serializers.ChoiceField(choices=list(CATEGORIES)), default=list)
    channel = serializers.ChoiceField(
        choices=[channel.value for channel in Channel], default=None, allow_null=True
    )
    at = serializers.DateTimeField(required=False)
    known_at = serializers.DateTimeField(required=False)


class OneQuestionSerializer(QuestionSerializer):
    """And about whom, by record id."""

    subject = serializers.UUIDField()
    reason = serializers.CharField(max_length=500, help_text="why you ask; recorded with the look")


class Decide(APIView):
    """One decision, explained."""

    @extend_schema(operation_id="decide", request=OneQuestionSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """Record who asks and why, then answer with every rule that was asked and the records it rested on."""
        asked = OneQuestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        purpose, rest = _purpose(request, asked.validated_data)
        subject, reason = asked.validated_data["subject"], asked.validated_data["reason"]
        return Response(described(explain(principal_of(request).actor, reason, purpose, subject, **rest)))


class DecideMany(APIView):
    """Many decisions as a stream."""

    @extend_schema(
        operation_id="decide_many",
        parameters=[
            OpenApiParameter("purpose", str, required=True),
            OpenApiParameter("categories", str, many=True),
            OpenApiParameter("channel", str),
            OpenApiParameter("at", OpenApiTypes.DATETIME),
            OpenApiParameter("known_at", OpenApiTypes.DATETIME),
        ],
        request={ARROW: OpenApiTypes.BINARY},
        responses={(200, ARROW): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> StreamingHttpResponse:
        """Answer for the record ids of an Arrow stream (first column, 16 bytes each), in their order.

        Rows are read as the answer is taken, so that neither side holds more than a batch; all answers
        are of one snapshot.
        """
        given = request.query_params.dict() | {"categories": request.query_params.getlist("categories")}
        asked = QuestionSerializer(data=given)
        asked.is_valid(raise_exception=True)
        purpose, rest = _purpose(request, asked.validated_data)
        batches = decide_batches(purpose, batches=_ids(_opened(request)), **rest)
        return StreamingHttpResponse(_as_stream(batches), content_type=ARROW)


def described(decision: Decision) -> dict[str, Any]:
    """Return a decision as the API shows it."""
    return {
        "allowed": decision.allowed,
        "rule": decision.rule,
        "article": decision.text.article,
        "steps": [
            {
                "rule": step.rule, "agrees": step.agrees, "article": step.text.article, "de": step.text.de,
                "en": step.text.en, "verified": step.text.verified,
                "records": [{"kind": r.kind, "id": r.id, "version": r.version} for r in step.records],
            }
            for step in decision.steps
        ],
    }  # fmt: skip


def _purpose(request: Request, asked: dict[str, Any]) -> tuple[UUID, dict[str, Any]]:
    """Return the purpose, 404 where it is not the asker's to see, and the question's other parts."""
    rows, principal = Purpose.objects.all(), principal_of(request)
    purpose = visible_or_404(rows, principal, Permission.CONSENT_READ, key=asked["purpose"])
    channel = asked["channel"]
    return purpose.id, {
        "categories": frozenset(asked["categories"]), "channel": Channel(channel) if channel else None,
        "at": asked.get("at"), "known_at": asked.get("known_at"),
    }  # fmt: skip


def _opened(request: Request) -> Any:
    """Open the stream that was sent and check its first column. Raises ValidationError."""
    problem = _("Send an Arrow stream whose first column holds record ids of 16 bytes each.")
    try:
        stream = pa.ipc.open_stream(_Body(request))
    except (pa.ArrowInvalid, OSError):
        raise serializers.ValidationError({"body": [problem]}) from None
    if not stream.schema or stream.schema.field(0).type not in (pa.binary(16), pa.uuid()):
        raise serializers.ValidationError({"body": [problem]})
    return stream


def _ids(stream: Any) -> Iterator[pa.Array]:
    for batch in stream:
        for start in range(0, batch.num_rows, _ROWS):
            yield batch.column(0).slice(start, _ROWS)


def _as_stream(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    sink = BytesIO()
    with pa.ipc.new_stream(sink, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield _taken(sink)
    yield _taken(sink)


def _taken(sink: BytesIO) -> bytes:
    taken = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return taken
