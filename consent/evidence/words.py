"""The words for what an entry holds: its kind, its fields, its values, in the reader's language."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.evidence.entry import Entry
from consent.evidence.kinds import RefusedEntry, Words, kind_named
from consent.law.categories import CATEGORIES

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIELDS: dict[str, str | Promise] = {
    "about": _("About"),
    "action": _("Action"),
    "actor": _("Who"),
    "at": _("Time"),
    "batch": _("Batch"),
    "category": _("Category"),
    "change": _("Kind of change"),
    "channel": _("Channel"),
    "client": _("API client"),
    "collection": _("Table"),
    "columns": _("Columns"),
    "connector": _("Connector"),
    "count": _("Count"),
    "decision": _("Decision"),
    "department": _("Department"),
    "digest": _("Digest"),
    "epoch": _("Key epoch"),
    "estate": _("Kind of property"),
    "event": _("Event"),
    "events": _("Changes"),
    "factor": _("Second factor"),
    "failed": _("Failed"),
    "field": _("Field"),
    "fields": _("Fields"),
    "finding": _("Finding"),
    "findings": _("Findings"),
    "form": _("Kind of client"),
    "found": _("What was found"),
    "giver": _("Handed over by"),
    "ground": _("Ground"),
    "invitation": _("Invitation"),
    "kind": _("Kind"),
    "merged": _("Merger"),
    "message": _("Message"),
    "notice": _("Notice"),
    "object": _("Object"),
    "objection": _("Objection"),
    "outcome": _("Outcome"),
    "permission": _("Permission"),
    "person": _("Person"),
    "personal": _("Personal"),
    "problem": _("Problem"),
    "proof": _("Sealed proof"),
    "purpose": _("Purpose"),
    "reason": _("Reason"),
    "restriction": _("Restriction"),
    "rhythm": _("Rhythm"),
    "role": _("Role"),
    "rows": _("Rows"),
    "rules": _("Rule set"),
    "run": _("Imported file"),
    "scan": _("Scan"),
    "source": _("Source"),
    "state": _("State"),
    "subject": _("About whom"),
    "subjects": _("Data subjects"),
    "tables": _("Tables"),
    "taker": _("Handed over to"),
    "trigger": _("Started by"),
    "until": _("Until"),
    "value": _("Value"),
    "webhook": _("Webhook"),
    "what": _("What"),
    "word": _("Answer"),
}


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as a page shows it; `form` says how: id, digest, moment, number, flag, category, code, none."""

    label: str | Promise
    form: str
    value: Any


def kind_words(kind: str) -> Words:
    """Return what happened in words; the kind itself where no part knows it any more."""
    try:
        return kind_named(kind).words
    except RefusedEntry:
        return kind


def field_words(name: str) -> str | Promise:
    """Return what a field is called."""
    return _FIELDS.get(name, name.replace("_", " "))


def shown_fields(entry: Entry) -> list[ShownField]:
    """Return the entry's fields in words."""
    return [ShownField(field_words(name), *_shown(value)) for name, value in entry.payload.items()]


def _shown(value: str | int | bool | None) -> tuple[str, Any]:
    if value is None:
        return "none", None
    if isinstance(value, bool):
        return "flag", value
    if isinstance(value, int):
        return "number", value
    return _shown_text(value)


def _shown_text(value: str) -> tuple[str, Any]:
    if value.startswith("sha256:"):
        return "digest", value.removeprefix("sha256:")
    if _UUID.fullmatch(value):
        return "id", UUID(value)
    if _MOMENT.fullmatch(value):
        return "moment", datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return ("category" if value in CATEGORIES else "code"), value
