"""Read where a person stands and what they said: every look is recorded, nobody sees another department's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from consent.consents.folding import FIELDS, event_of
from consent.consents.models import ConsentEvent
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.law.standing import Event, MaterialChange, Standing, standing
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require, visible
from consent.purposes.models import NoticeVersion, Purpose
from consent.subjects.merging import records_at


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a person stood on a purpose."""

    purpose: Purpose
    standing: Standing


def purposes_seen(principal: Principal) -> QuerySet[Purpose]:
    """Return the purposes whose consents the reader may see."""
    require(principal, Permission.CONSENT_READ)
    return visible(Purpose.objects.order_by("key"), principal, Permission.CONSENT_READ)


def look_up_states(
    principal: Principal, subject: UUID, at: datetime | None = None, known_at: datetime | None = None
) -> list[Stood]:
    """Return where a person stood on every purpose that the reader sees; the look is recorded."""
    purposes = list(purposes_seen(principal))
    now = clock.now()
    _note(principal, subject, "state")
    return states(purposes, subject, at or now, known_at or now)


def look_up_history(principal: Principal, subject: UUID, what: str = "history") -> QuerySet[ConsentEvent]:
    """Return a person's events on the purposes that the reader sees; the look is recorded."""
    purposes = purposes_seen(principal)
    _note(principal, subject, what)
    records = records_at(subject, clock.now())
    rows = ConsentEvent.objects.filter(subject__in=records, purpose__in=purposes)
    return rows.select_related("purpose", "notice__notice", "snapshot")


def states(purposes: Sequence[Purpose], subject: UUID, at: datetime, known_at: datetime) -> list[Stood]:
    """Return where a person stood on purposes, by what was said under any of their records.

    A few queries, however many purposes they are.
    """
    events: dict[UUID, list[Event]] = {}
    rows = ConsentEvent.objects.filter(subject__in=records_at(subject, known_at), purpose__in=purposes)
    for purpose, *row in rows.values_list("purpose", *FIELDS):
        events.setdefault(purpose, []).append(event_of(row))
    changes = _changes(purposes)
    return [
        Stood(one, standing(events.get(one.id, []), at, known_at, changes.get(one.id, [])))
        for one in purposes
    ]


def _changes(purposes: Sequence[Purpose]) -> dict[UUID, list[MaterialChange]]:
    """Return the material changes of all these purposes' notices, as the book does for one."""
    rows = NoticeVersion.objects.filter(
        notice__purposes__in=purposes, material=True, effective_from__isnull=False, number__gt=1
    )
    found: dict[UUID, list[MaterialChange]] = {}
    for purpose, number, effective, known in rows.values_list(
        "notice__purposes", "number", "effective_from", "confirmed_at"
    ).distinct():
        if effective is not None and known is not None:
            found.setdefault(purpose, []).append(MaterialChange(number, effective, known))
    return found


def _note(principal: Principal, subject: UUID, what: str) -> None:
    with transaction.atomic():
        record("consents.looked_up", actor=principal.actor, subject_ref=subject, payload={"what": Code(what)})
