"""Check the lines of an import against what we know: people, purposes, notices, keys; a few queries a chunk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from consent.consents.admission import GIVES, TAKES, Fault, Offer, settled_at, valid_until, why_not
from consent.consents.lines import Line
from consent.consents.models import ConsentEvent
from consent.consents.storing import Row
from consent.law import clock
from consent.law.basis import Art9
from consent.law.facts import Purpose as PurposeFacts
from consent.purposes.lookup import facts_of
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion
from consent.subjects.finding import find_many
from consent.subjects.models import Subject


@dataclass
class Checked:
    """What a chunk comes to: rows to store, how many were there already, and what is broken by line."""

    rows: list[Row] = field(default_factory=list)
    known: int = 0
    broken: dict[int, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Purpose:
    id: UUID
    department: UUID
    versions: tuple[tuple[PurposeFacts, int | None], ...]
    notices: dict[tuple[str, str], UUID]

    def at(self, moment: datetime) -> tuple[PurposeFacts, int | None] | None:
        return next((one for one in self.versions if one[0].in_force(moment)), None)


class Checker:
    """Checks lines; purposes and notices are read once for the whole file."""

    def __init__(self, departments: frozenset[UUID] | None) -> None:
        self._departments = departments
        self._purposes = _purposes()

    def check(self, lines: Sequence[Line], actor: UUID | None) -> Checked:
        """Return what can be stored of these lines, and what is wrong with the others."""
        done, now = Checked(), clock.now()
        people = _people(lines)
        stored = ConsentEvent.objects.filter(key__in=[line.key for line in lines])
        seen = {
            key: (subject, purpose, kind)
            for key, subject, purpose, kind in stored.values_list("key", "subject", "purpose", "kind")
        }
        there = set(seen)
        for line in lines:
            made = self._row(line, people[line.number], now, actor)
            if isinstance(made, Fault):
                done.broken[line.number] = made
                continue
            same = seen.setdefault(made.key, (made.subject_id, made.purpose_id, made.kind))
            if same != (made.subject_id, made.purpose_id, made.kind):
                done.broken[line.number] = Fault("key", "key_used" if made.key in there else "key_twice")
            elif made.key in there:
                done.known += 1
            else:
                done.rows.append(made)
        return done

    def _row(self, line: Line, person: UUID | Fault, now: datetime, actor: UUID | None) -> Row | Fault:
        if isinstance(person, Fault):
            return person
        purpose = self._purposes.get(line.purpose)
        if purpose is None or not self._may(purpose, line):
            return Fault("purpose", "purpose_unknown")
        notice = purpose.notices.get((line.notice, line.language or "de")) if line.notice else None
        if line.notice and notice is None:
            return Fault("notice", "notice_unknown")
        version = purpose.at(line.at)
        offer = _offer(line, version, notice, now)
        if fault := why_not(offer):
            return fault
        return _made(line, person, purpose, version, notice, offer, actor)

    def _may(self, purpose: _Purpose, line: Line) -> bool:
        """As for a single event: what takes away is taken for any department (collecting.may_record)."""
        return self._departments is None or line.kind in TAKES or purpose.department in self._departments


def _offer(
    line: Line, version: tuple[PurposeFacts, int | None] | None, notice: UUID | None, now: datetime
) -> Offer:
    facts = version[0] if version else None
    return Offer(
        kind=line.kind, channel=line.channel, now=now, live=False, at=line.at,
        by_consent=facts.by_consent if facts else None,
        explicit_needed=facts is not None and facts.art9 is Art9.EXPLICIT_CONSENT,
        explicit=line.explicit, has_notice=notice is not None, expression=line.expression,
        opt_in_sent_at=line.opt_in_sent_at, opt_in_confirmed_at=line.opt_in_confirmed_at,
        valid_until=line.valid_until,
    )  # fmt: skip


def _made(
    line: Line, person: UUID, purpose: _Purpose, version: tuple[PurposeFacts, int | None] | None,
    notice: UUID | None, offer: Offer, actor: UUID | None,
) -> Row:  # fmt: skip
    at = settled_at(offer) or offer.now
    days = version[1] if version else None
    return Row(
        key=line.key, subject_id=person, purpose_id=purpose.id, kind=line.kind.value, at=at,
        recorded_at=offer.now, channel=line.channel, purpose_version_id=version[0].record.id if version else None,
        language=line.language, notice_id=notice, expression=line.expression, explicit=line.explicit,
        guardian=line.guardian, steps=line.steps, opt_in_sent_at=line.opt_in_sent_at,
        opt_in_confirmed_at=line.opt_in_confirmed_at,
        valid_until=valid_until(line.valid_until, days, at) if line.kind in GIVES else None,
        recorded_by=actor,
    )  # fmt: skip


def _people(lines: Sequence[Line]) -> dict[int, UUID | Fault]:
    """Return each line's person: record ids that exist, identifiers looked up together by kind and source."""
    there = set(
        Subject.objects.filter(pk__in={line.subject for line in lines if line.subject}).values_list(
            "pk", flat=True
        )
    )
    asked: dict[tuple[str, UUID | None], list[Line]] = defaultdict(list)
    found: dict[int, UUID | Fault] = {}
    for line in lines:
        if line.subject is not None:
            known = line.subject in there
            found[line.number] = line.subject if known else Fault("subject", "record_id")
        elif line.identifier is not None:
            asked[line.identifier[0], line.identifier[2]].append(line)
    for (kind, source), some in asked.items():
        values = [line.identifier[1] for line in some if line.identifier]
        for line, people in zip(some, find_many(kind, values, source), strict=True):
            code = "person_unknown" if not people else "person_several"
            found[line.number] = people[0] if len(people) == 1 else Fault("identifier", code)
    return found


def _purposes() -> dict[str, _Purpose]:
    versions: dict[UUID, list[tuple[PurposeFacts, int | None]]] = defaultdict(list)
    for version in PurposeVersion.objects.filter(accepted=True, in_force_from__isnull=False):
        versions[version.purpose_id].append((facts_of(version), version.consent_days))
    notices: dict[UUID, dict[tuple[str, str], UUID]] = defaultdict(dict)
    shown = NoticeVersion.objects.filter(effective_from__isnull=False, notice__purposes__isnull=False)
    for key, purpose, name, number, language in shown.values_list(
        "id", "notice__purposes", "notice__key", "number", "language"
    ):
        notices[purpose][f"{name}/{number}", language] = key
    return {
        key: _Purpose(ident, department, tuple(versions[ident]), notices[ident])
        for key, ident, department in Purpose.objects.values_list("key", "id", "department")
    }
