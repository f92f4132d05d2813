"""How a change of a scan becomes a field's row."""

from datetime import datetime
from typing import Any

from catalog.classify.types import Reason, Verdict
from catalog.fields.drift import Change
from catalog.fields.models import Collection, Field, Scan

_COMPARED = (
    "table_name", "position", "type", "comment", "references", "category", "personal", "special", "subjects",
    "found_category", "found_personal", "found_special", "found_subjects", "confidence",
    "category_confidence", "reasons", "rules_version", "gone_at",
)  # fmt: skip
WRITTEN = [*_COMPARED, "last_seen"]


def written(
    scan: Scan, collection: Collection, change: Change, held: Field | None, at: datetime
) -> tuple[Field, bool]:
    """Return the field's row after the change, and whether it differs from the one before."""
    values = _values(scan, collection, change)
    if held is None:
        one = Field(
            source_id=scan.source_id,
            collection=collection,
            name=change.seen.name,
            first_seen=at,
            last_seen=at,
            **values,
        )
        return one, True
    differing = {name: value for name, value in values.items() if getattr(held, name) != value}
    for name, value in differing.items():
        setattr(held, name, value)
    held.last_seen = at
    return held, bool(differing)


def _values(scan: Scan, collection: Collection, change: Change) -> dict[str, Any]:
    seen, counts, verdict = change.seen, change.outcome, change.seen.verdict
    return {
        "table_name": str(collection),
        "position": seen.position,
        "type": seen.type,
        "comment": seen.comment,
        "references": seen.references,
        "category": counts.category,
        "personal": counts.personal,
        "special": counts.special,
        "subjects": _text(counts.subjects),
        "found_category": verdict.category,
        "found_personal": verdict.personal,
        "found_special": verdict.special,
        "found_subjects": _text(verdict.subjects),
        "confidence": verdict.confidence,
        "category_confidence": verdict.category_confidence,
        "reasons": _reasons(verdict),
        "rules_version": scan.rules_version,
        "gone_at": None,
    }


def _reasons(verdict: Verdict) -> list[dict[str, Any]]:
    return [_reason(reason) if isinstance(reason, Reason) else reason for reason in verdict.reasons]


def _reason(reason: Reason) -> dict[str, Any]:
    return {"rule": reason.rule, "de": reason.de, "en": reason.en, "weight": round(reason.weight, 4)}


def _text(value: str | None) -> str | None:
    return str(value) if value is not None else None
