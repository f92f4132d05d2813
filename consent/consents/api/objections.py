"""Record what else protects a person: objections, restrictions, channels, and browsers that object."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.consents import deciding, handling
from consent.consents.api.people import WhoSerializer, person_of, refusals
from consent.consents.models import ChannelPermission, Objection, Restriction
from consent.consents.words import fault_words
from consent.law.facts import Channel, ObjectionKind
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require
from consent.purposes.models import Purpose


class ObjectionRequestSerializer(WhoSerializer):
    """An objection: 21-2 against direct marketing, 21-1 against a purpose for reasons of one's situation."""

    kind = serializers.ChoiceField(choices=["21-1", "21-2"])
    purpose = serializers.SlugField(required=False, help_text="key; without one against all marketing")
    channel = serializers.CharField(max_length=20, required=False)
    since = serializers.DateTimeField(required=False)
    reason = serializers.CharField(max_length=2000, required=False)


class RestrictionRequestSerializer(WhoSerializer):
    """A restriction of everything about a person."""

    ground = serializers.ChoiceField(choices=Restriction.Ground.values)
    since = serializers.DateTimeField(required=False)


class ChannelRequestSerializer(WhoSerializer):
    """A word on a channel of advertising."""

    key = serializers.CharField(max_length=80)
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel])
    word = serializers.ChoiceField(choices=ChannelPermission.Word.values)


class MadeSerializer(serializers.Serializer[Any]):
    """What was recorded."""

    id = serializers.UUIDField()
    since = serializers.DateTimeField()


class EndSerializer(serializers.Serializer[Any]):
    """How an objection ends: the person took it back, or compelling grounds override it."""

    reason = serializers.CharField(
        required=False, max_length=2000, help_text="the compelling grounds; without: taken back by the person"
    )


class HeardSerializer(serializers.Serializer[Any]):
    """Whether the signal was new."""

    new = serializers.BooleanField()


class Objections(APIView):
    """Objections (Art. 21 GDPR)."""

    @extend_schema(
        operation_id="objection_record",
        request=ObjectionRequestSerializer,
        responses={201: MadeSerializer},
    )
    def post(self, request: Request) -> Response:
        """Record an objection; it holds at once."""
        given = _given(request, ObjectionRequestSerializer(data=request.data))
        purpose = Purpose.objects.filter(key=given["purpose"]).first() if "purpose" in given else None
        if "purpose" in given and purpose is None:
            raise NotFound(fault_words("purpose_unknown"))
        with refusals():
            made = handling.record_objection(
                principal_of(request), person_of(given), ObjectionKind(given["kind"]), purpose=purpose,
                channel=given.get("channel", ""), since=given.get("since"), reason=given.get("reason", ""),
            )  # fmt: skip
        return Response(MadeSerializer(made).data, status.HTTP_201_CREATED)


class EndObjection(APIView):
    """The end of an objection."""

    @extend_schema(operation_id="objection_end", request=EndSerializer, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        """End an objection."""
        given = _given(request, EndSerializer(data=request.data))
        found = get_object_or_404(Objection.objects.select_related("purpose"), pk=pk, ended_at=None)
        with refusals():
            if "reason" in given:
                handling.override_objection(principal_of(request), found, given["reason"])
            else:
                handling.take_back_objection(principal_of(request), found)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Restrictions(APIView):
    """Restrictions (Art. 18 GDPR)."""

    @extend_schema(
        operation_id="restriction_record",
        request=RestrictionRequestSerializer,
        responses={201: MadeSerializer},
    )
    def post(self, request: Request) -> Response:
        """Restrict what is done with everything about a person."""
        given = _given(request, RestrictionRequestSerializer(data=request.data))
        with refusals():
            made = handling.record_restriction(
                principal_of(request), person_of(given), given["ground"], given.get("since")
            )
        return Response(MadeSerializer(made).data, status.HTTP_201_CREATED)


class Channels(APIView):
    """Permissions of channels (s.7 UWG)."""

    @extend_schema(operation_id="channel_record", request=ChannelRequestSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Record that a channel was permitted, used or forbidden; a use prolongs the proof (s.7a UWG)."""
        given = _given(request, ChannelRequestSerializer(data=request.data))
        handling.record_channel(
            principal_of(request), given["key"], person_of(given), given["channel"], given["word"]
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class Signals(APIView):
    """Browsers that object (Sec-GPC), as a website of ours saw it."""

    @extend_schema(operation_id="signal_record", request=WhoSerializer, responses=HeardSerializer)
    def post(self, request: Request) -> Response:
        """Hear a signal, once: an objection to direct marketing that a later explicit choice outranks."""
        given = _given(request, WhoSerializer(data=request.data))
        return Response({"new": deciding.hear_signal(person_of(given))})


def _given(request: Request, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    require(principal_of(request), Permission.CONSENT_RECORD)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
