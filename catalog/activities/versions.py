"""How an activity was described over time: who, when, and which parts changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.activities.models import ActivityVersion, ProcessingActivity
from consent.parties.actors import names_of

_SHOWN = 50
_PARTS: dict[str, str | Promise] = {
    "name": _("name"),
    "purposes": _("purposes"),
    "collections": _("tables and files"),
    "subjects": _("data subjects"),
    "recipients": _("recipients"),
    "retention": _("retention rule"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One description: when, by whom, what it changed of the one before, its entry in the ledger."""

    number: int
    at: datetime
    who: str | None
    changed: tuple[str | Promise, ...]
    evidence: UUID


def history_of(activity: ProcessingActivity) -> list[Told]:
    """Return the descriptions, the newest first."""
    rows = list(ActivityVersion.objects.filter(activity=activity).order_by("-number")[: _SHOWN + 1])
    names = names_of(row.by for row in rows)
    contents: list[dict[str, Any]] = [json.loads(row.content) for row in rows]
    return [
        Told(row.number, row.at, names.get(row.by), _changed(contents, number), row.evidence)
        for number, row in enumerate(rows[:_SHOWN])
    ]


def _changed(contents: list[dict[str, Any]], number: int) -> tuple[str | Promise, ...]:
    if number + 1 >= len(contents):
        return ()
    now, before = contents[number], contents[number + 1]
    return tuple(word for part, word in _PARTS.items() if now.get(part) != before.get(part))
