"""The API of this part: entries, their proofs, checkpoints, and that one checkpoint extends another."""

import base64
import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.web.paging import KeyPagination
from consent.evidence import keys, proving
from consent.evidence.bundle import write_bundle
from consent.evidence.kinds import known_kinds
from consent.evidence.models import Checkpoint, Entry, Place
from consent.evidence.searching import asked_of
from consent.parties.permissions import Permission
from consent.parties.principals import principal_of, require


class EntrySerializer(serializers.ModelSerializer[Place]):
    """An entry with its place; `said` is what its bytes say."""

    id = serializers.UUIDField(source="entry_id")
    leaf_hash = serializers.SerializerMethodField()
    said = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = ("id", "index", "kind", "at", "actor", "leaf_hash", "said")

    @extend_schema_field(OpenApiTypes.STR)
    def get_leaf_hash(self, place: Place) -> str:
        """Return the leaf hash in hexadecimal."""
        return bytes(place.leaf_hash).hex()

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_said(self, place: Place) -> Any:
        """Return the entry's JSON."""
        return json.loads(bytes(place.entry.body))


class CheckpointSerializer(serializers.Serializer[Any]):
    """A signed checkpoint (C2SP tlog-checkpoint) and the public key that opens it."""

    size = serializers.IntegerField()
    note = serializers.CharField()
    signed_at = serializers.DateTimeField()
    key = serializers.CharField()


class ConsistencySerializer(serializers.Serializer[Any]):
    """A consistency proof (RFC 9162): hashes in base64."""

    older = serializers.IntegerField(min_value=1)
    newer = serializers.IntegerField(min_value=1)
    proof = serializers.ListField(child=serializers.CharField(), read_only=True)


class NewestFirst(KeyPagination):
    """By place, the newest first."""

    ordering = "-index"


class Entries(generics.ListAPIView[Place]):
    """The entries that have their places, filtered as the page's address does it."""

    serializer_class = EntrySerializer
    pagination_class = NewestFirst
    queryset = Place.objects.none()

    def get_queryset(self) -> QuerySet[Place]:
        """Return the entries that the filters leave."""
        require(principal_of(self.request), Permission.EVIDENCE_READ)
        asked = asked_of(self.request)
        if set(self.request.query_params.getlist("kind")) - {kind.name for kind in known_kinds()}:
            raise serializers.ValidationError({"kind": [_("There is no such kind of entry.")]})
        if asked.form.errors:
            raise serializers.ValidationError(
                {name: [str(one) for one in said] for name, said in asked.form.errors.items()}
            )
        return asked.places().select_related("entry")

    @extend_schema(
        operation_id="evidence_entries",
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, many=True),
            OpenApiParameter("since", OpenApiTypes.DATE),
            OpenApiParameter("until", OpenApiTypes.DATE),
            OpenApiParameter("actor", OpenApiTypes.UUID),
            OpenApiParameter("about", OpenApiTypes.UUID, description="a person's or an object's id"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List entries."""
        return super().get(request, *args, **kwargs)


class OneEntry(APIView):
    """One entry."""

    @extend_schema(operation_id="evidence_entry", responses=EntrySerializer)
    def get(self, request: Request, entry_id: UUID) -> Response:
        """Return the entry; `index` and `leaf_hash` are null while it has no place."""
        require(principal_of(request), Permission.EVIDENCE_READ)
        place = Place.objects.select_related("entry").filter(entry_id=entry_id).first()
        if place is not None:
            return Response(EntrySerializer(place).data)
        said = json.loads(bytes(get_object_or_404(Entry, pk=entry_id).body))
        known = {name: said[name] for name in ("id", "kind", "at", "actor")}
        return Response({**known, "index": None, "leaf_hash": None, "said": said})


class Proof(APIView):
    """The proof bundle of one entry."""

    @extend_schema(operation_id="evidence_proof", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, entry_id: UUID) -> Response:
        """Return what proves the entry under the newest checkpoint; 404 while it has no place."""
        require(principal_of(request), Permission.EVIDENCE_READ)
        try:
            return Response(json.loads(write_bundle(proving.bundle_of(entry_id))))
        except proving.NotYetPlaced as error:
            raise Http404 from error


class NewestCheckpoint(APIView):
    """The newest checkpoint."""

    @extend_schema(operation_id="evidence_checkpoint", responses=CheckpointSerializer)
    def get(self, request: Request) -> Response:
        """Return the newest signed checkpoint; 404 while the ledger is empty."""
        require(principal_of(request), Permission.EVIDENCE_STATE)
        newest = Checkpoint.objects.order_by("-size").only("size", "note", "signed_at").first()
        if newest is None:
            raise Http404
        answer = {
            "size": newest.size,
            "note": newest.note,
            "signed_at": newest.signed_at,
            "key": str(keys.verifier()),
        }
        return Response(CheckpointSerializer(answer).data)


class Consistency(APIView):
    """That a later state of the ledger begins with an earlier one."""

    @extend_schema(
        operation_id="evidence_consistency",
        parameters=[
            OpenApiParameter("older", OpenApiTypes.INT, required=True),
            OpenApiParameter("newer", OpenApiTypes.INT, required=True),
        ],
        responses=ConsistencySerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the proof between two sizes."""
        require(principal_of(request), Permission.EVIDENCE_STATE)
        asked = ConsistencySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        older, newer = asked.validated_data["older"], asked.validated_data["newer"]
        try:
            proof = proving.consistency(older, newer)
        except ValueError as error:
            raise serializers.ValidationError({"newer": [str(error)]}) from error
        steps = [base64.b64encode(step).decode() for step in proof]
        return Response({"older": older, "newer": newer, "proof": steps})
