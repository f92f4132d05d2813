"""Record events: anything at all, and a withdrawal with as few words as possible."""

from time import perf_counter
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.consents.admission import CHANNELS, EXPRESSIONS
from consent.consents.api.people import WhoSerializer, person_of, refusals
from consent.consents.collecting import Word, may_record, record_word
from consent.consents.models import ConsentEvent
from consent.consents.stopping import measure
from consent.consents.words import fault_words
from consent.law.standing import Kind
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, principal_of, require
from consent.purposes.models import Purpose


class SaidSerializer(WhoSerializer):
    """What is common to every event: an idempotency key, the person, the purpose, the channel, the time."""

    key = serializers.CharField(max_length=80, help_text="the same again records nothing and answers alike")
    purpose = serializers.SlugField(max_length=60, help_text="the purpose's key")
    channel = serializers.ChoiceField(choices=CHANNELS)
    at = serializers.DateTimeField(
        required=False, help_text="offline channels only; online ones take our own clock's time"
    )
    shown = serializers.DictField(required=False, help_text="what was seen and clicked; kept by its hash")
    steps = serializers.IntegerField(required=False, min_value=1, max_value=99, help_text="clicks it took")


class EventRequestSerializer(SaidSerializer):
    """An event as it is sent."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    notice = serializers.CharField(
        required=False, max_length=80, help_text="key/number of the version shown; needed for giving"
    )
    language = serializers.ChoiceField(choices=["de", "en"], required=False)
    expression = serializers.ChoiceField(choices=sorted(EXPRESSIONS), required=False)
    explicit = serializers.BooleanField(required=False)
    guardian = serializers.BooleanField(required=False)
    opt_in_sent_at = serializers.DateTimeField(required=False)
    opt_in_confirmed_at = serializers.DateTimeField(required=False)
    valid_until = serializers.DateTimeField(required=False)


class ConsentEventSerializer(serializers.ModelSerializer[ConsentEvent]):
    """An event as it is stored."""

    purpose = serializers.CharField(source="purpose.key")
    notice = serializers.SerializerMethodField()
    shown_sha256 = serializers.SerializerMethodField()
    kind = serializers.CharField()

    class Meta:
        model = ConsentEvent
        fields = (
            "id", "key", "subject", "purpose", "kind", "at", "recorded_at", "clock", "channel", "language",
            "notice", "shown_sha256", "expression", "explicit", "guardian", "steps", "opt_in_sent_at",
            "opt_in_confirmed_at", "valid_until",
        )  # fmt: skip

    def get_notice(self, event: ConsentEvent) -> str:
        """Name the notice's version."""
        return f"{event.notice.notice.key}/{event.notice.number}" if event.notice else ""

    def get_shown_sha256(self, event: ConsentEvent) -> str:
        """Return the hash of what was shown."""
        return bytes(event.snapshot_id).hex() if event.snapshot_id else ""


class Events(APIView):
    """Events of consents."""

    @extend_schema(
        operation_id="consent_record", request=EventRequestSerializer, responses={201: ConsentEventSerializer}
    )
    def post(self, request: Request) -> Response:
        """Record an event: 201 for a new one, 200 with the first answer for a key seen before."""
        return _recorded(request, EventRequestSerializer(data=request.data))


class Withdrawals(APIView):
    """Withdrawals, for whichever department's purpose."""

    @extend_schema(
        operation_id="consent_withdraw", request=SaidSerializer, responses={201: ConsentEventSerializer}
    )
    def post(self, request: Request) -> Response:
        """Record a withdrawal; the very next decision denies."""
        return _recorded(request, SaidSerializer(data=request.data), Kind.WITHDRAWN)


def _recorded(
    request: Request, serializer: serializers.Serializer[Any], kind: Kind | None = None
) -> Response:
    arrived = perf_counter()
    principal = principal_of(request)
    require(principal, Permission.CONSENT_RECORD)
    serializer.is_valid(raise_exception=True)
    given = dict(serializer.validated_data)
    kind = kind or Kind(given.pop("kind"))
    purpose = _purpose(principal, given.pop("purpose"), kind)
    subject = person_of(given)
    known = ConsentEvent.objects.filter(key=given["key"]).exists()
    words = {name: value for name, value in given.items() if name not in {"subject", "identifier"}}
    with refusals():
        event = record_word(principal, purpose, Word(subject=subject, kind=kind, **words))
    if not known and event.kind == Kind.WITHDRAWN and event.clock == ConsentEvent.Clock.SERVER:
        measure(event, arrived)
    return Response(
        ConsentEventSerializer(event).data, status.HTTP_200_OK if known else status.HTTP_201_CREATED
    )


def _purpose(principal: Principal, key: str, kind: Kind) -> Purpose:
    found = Purpose.objects.filter(key=key).first()
    if found is None or not may_record(principal, found, kind):
        raise NotFound(fault_words("purpose_unknown"))
    return found
