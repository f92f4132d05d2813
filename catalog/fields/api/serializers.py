"""What the API says of scans, collections, fields and findings; never a sampled value."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.fields.models import Collection, Field, FieldHistory, Finding, Scan
from catalog.fields.services.decisions import seen_state
from catalog.fields.states import Decision
from consent.law.categories import CATEGORIES, SUBJECTS


class ScanSerializer(serializers.ModelSerializer[Scan]):
    """A scan and how far it is."""

    class Meta:
        model = Scan
        fields = (
            "id", "source", "state", "trigger", "started_by", "rules_version", "created_at", "started_at",
            "ended_at", "tables_total", "tables_done", "tables_failed", "columns_seen", "personal_seen",
            "interruptions", "error_code", "error",
        )  # fmt: skip
        read_only_fields = fields


class NewScanSerializer(serializers.Serializer[Any]):
    """Which source to scan."""

    source = serializers.UUIDField()  # type: ignore[assignment]


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    """A table, view or file."""

    class Meta:
        model = Collection
        fields = (
            "id", "source", "schema", "name", "kind", "comment", "rows_estimated", "subjects", "first_seen",
            "last_seen", "gone_at", "error_code", "error",
        )  # fmt: skip
        read_only_fields = fields


class FieldSerializer(serializers.ModelSerializer[Field]):
    """A field as lists hold it: what counts, and what the rules had found."""

    table = serializers.CharField(source="table_name")
    department = serializers.UUIDField(source="source.department_id")

    class Meta:
        model = Field
        fields = (
            "id", "department", "source", "collection", "table", "position", "name", "type", "comment",
            "references", "category", "personal", "special", "subjects", "found_category", "confidence",
            "category_confidence", "rules_version", "decision", "decided_by", "decided_at", "first_seen",
            "last_seen", "gone_at",
        )  # fmt: skip
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[FieldHistory]):
    """One event of a field's history; `evidence` is the decision's entry in the ledger."""

    evidence = serializers.UUIDField(source="decision.evidence", default=None)
    by = serializers.UUIDField(source="decision.by", default=None)
    reason = serializers.CharField(source="decision.reason", default="")

    class Meta:
        model = FieldHistory
        fields = (
            "at", "event", "scan", "rules_version", "type", "category", "personal", "subjects", "confidence",
            "category_confidence", "by", "reason", "evidence",
        )  # fmt: skip
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a rule spoke, in both languages, with its weight (0 to 1)."""

    rule = serializers.CharField()
    de = serializers.CharField()
    en = serializers.CharField()
    weight = serializers.FloatField()


class FieldDetailSerializer(FieldSerializer):
    """A field with reasons and history; `seen` goes into a decision, so that nobody is overwritten."""

    reasons = ReasonSerializer(many=True)
    history = EventSerializer(many=True, source="events")
    seen = serializers.SerializerMethodField()

    class Meta(FieldSerializer.Meta):
        fields = (*FieldSerializer.Meta.fields, "reasons", "history", "seen")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(serializers.CharField())
    def get_seen(self, one: Field) -> str:
        """Return the mark of the state that the reader has before them."""
        return seen_state([(one.pk, one.revision)])


class RulingSerializer(serializers.Serializer[Any]):
    """A decision: confirm, change to a category (and data subjects), or reject; the last two with a reason."""

    action = serializers.ChoiceField([d.value for d in Decision if d is not Decision.PROPOSED])
    category = serializers.ChoiceField(list(CATEGORIES), required=False)
    subjects = serializers.ChoiceField([str(s) for s in SUBJECTS], required=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2_000)
    seen = serializers.CharField(required=False, max_length=64)


class BulkRulingSerializer(RulingSerializer):
    """A decision on several fields: `fields` names them, or `query` finds them as the list's address does.

    Without `seen` the answer only says in numbers what would happen, and gives the `seen` to send again.
    """

    query = serializers.CharField(required=False, max_length=2_000, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `fields`, a name that a serializer's class cannot declare."""
        named = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=20_000)
        return {**super().get_fields(), "fields": named}


class AnnouncedSerializer(serializers.Serializer[Any]):
    """What a decision would do."""

    count = serializers.IntegerField()
    special = serializers.IntegerField()
    decided = serializers.IntegerField()
    seen = serializers.CharField()


class DecidedSerializer(serializers.Serializer[Any]):
    """What a decision did, and its entry in the ledger."""

    decision = serializers.UUIDField()
    count = serializers.IntegerField()
    evidence = serializers.UUIDField()


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A departure from the catalogue."""

    class Meta:
        model = Finding
        fields = (
            "id", "department", "source", "collection", "field", "activity", "scan", "kind", "before", "after", "state", "opened_at",
            "closed_at", "handled_by", "reason", "evidence",
        )  # fmt: skip
        read_only_fields = fields


class HandledSerializer(serializers.Serializer[Any]):
    """What was done about a finding."""

    reason = serializers.CharField(max_length=2_000)
