"""May this purpose process these data of this person: the question that every read asks.

`may` answers for one person, at any past moment as known at any later one, with every step and record.
It writes nothing; the read that used it is recorded once, by whoever reads.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from consent.consents.folding import FIELDS, event_of, last_refusal
from consent.consents.models import ChannelPermission, ConsentEvent, Objection, Restriction
from consent.law import clock
from consent.law.decision import Decision, decide
from consent.law.facts import (
    Channel,
    ChannelFacts,
    ObjectionKind,
    Question,
    Record,
    Refusal,
)
from consent.law.facts import Objection as ObjectionFacts
from consent.law.facts import Restriction as RestrictionFacts
from consent.law.facts import Subject as SubjectFacts
from consent.law.standing import Event, Kind, standing
from consent.purposes import lookup
from consent.subjects.models import Subject


def may(
    purpose: UUID,
    subject: UUID | None,
    categories: frozenset[str],
    channel: Channel | None = None,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
) -> Decision:
    """Decide for one person; `at` is the moment asked about, `known_at` what was known by then."""
    now = clock.now()
    at, known_at = at or now, known_at or now
    facts = None if subject is None else _subject(subject, purpose, at, known_at)
    permitted = None if subject is None or channel is None else _channel(subject, channel, at, known_at)
    return decide(Question(lookup.version_at(purpose, at, known_at), facts, at, categories, permitted))


def _subject(who: UUID, purpose: UUID, at: datetime, known_at: datetime) -> SubjectFacts | None:
    found = Subject.objects.filter(pk=who, created_at__lte=known_at).first()
    if found is None:
        return None
    kin = lookup.kin(purpose, at, known_at)
    events = _events(who, {purpose, *kin}, known_at)
    stood = standing(events.get(purpose, []), at, known_at, lookup.material_changes(purpose))
    return SubjectFacts(
        record=Record("subject", who),
        consent=stood,
        consent_record=Record("consent_event", stood.event.id) if stood.event else None,
        erased=found.erased_at is not None and found.erased_at <= at,
        guardian_until=found.guardian_until,
        objections=_objections(who, purpose, known_at),
        restrictions=_restrictions(who, known_at),
        refusals=tuple(_refusals(events, kin, at, known_at)),
    )


def _events(who: UUID, purposes: set[UUID], known_at: datetime) -> dict[UUID, list[Event]]:
    rows = ConsentEvent.objects.filter(subject=who, purpose__in=purposes, recorded_at__lte=known_at)
    found: dict[UUID, list[Event]] = {}
    for purpose, *row in rows.values_list("purpose", *FIELDS):
        found.setdefault(purpose, []).append(event_of(row))
    return found


def _refusals(
    events: dict[UUID, list[Event]], kin: list[UUID], at: datetime, known_at: datetime
) -> list[Refusal]:
    found = []
    for other in kin:
        refused = last_refusal(events.get(other, []), at, known_at)
        if refused is not None:
            found.append(Refusal(Record("refusal", other), refused[0], refused[1]))
    return found


def _objections(who: UUID, purpose: UUID, known_at: datetime) -> tuple[ObjectionFacts, ...]:
    rows = Objection.objects.filter(
        Q(purpose=None) | Q(purpose=purpose), subject=who, recorded_at__lte=known_at
    )
    return tuple(
        ObjectionFacts(
            Record("objection", row.id), ObjectionKind(row.kind), row.since,
            _known(row.ended_at, row.ended_recorded_at, known_at),
        )
        for row in rows
    )  # fmt: skip


def _restrictions(who: UUID, known_at: datetime) -> tuple[RestrictionFacts, ...]:
    rows = Restriction.objects.filter(subject=who, recorded_at__lte=known_at)
    return tuple(
        RestrictionFacts(
            Record("restriction", row.id), row.since, _known(row.lifted_at, row.lifted_recorded_at, known_at)
        )
        for row in rows
    )


def _known(moment: datetime | None, recorded: datetime | None, known_at: datetime) -> datetime | None:
    return moment if recorded is not None and recorded <= known_at else None


_WORDS = {"given": Kind.GIVEN, "withdrawn": Kind.WITHDRAWN}


def _channel(who: UUID, channel: Channel, at: datetime, known_at: datetime) -> ChannelFacts:
    rows = list(
        ChannelPermission.objects.filter(
            subject=who, channel=channel.value, recorded_at__lte=known_at, at__lte=at
        )
    )
    events = [Event(row.id, _WORDS[row.word], row.at, row.recorded_at) for row in rows if row.word in _WORDS]
    stood = standing(events, at, known_at)
    withdrawn = max((row.at for row in rows if row.word == "withdrawn"), default=None)
    customer = any(row.word == "customer" and (withdrawn is None or row.at > withdrawn) for row in rows)
    record = Record("channel_permission", stood.event.id) if stood.event else None
    return ChannelFacts(channel, stood, record, customer)
