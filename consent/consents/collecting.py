"""Record what people say, for staff and programs: permission, proof, time; then one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consent.consents import wording
from consent.consents.admission import TAKES, Fault, Offer, settled_at, valid_until, why_not
from consent.consents.models import ConsentEvent
from consent.consents.recording import Said, say
from consent.law import clock
from consent.law.basis import Art9
from consent.law.facts import Purpose as PurposeFacts
from consent.law.standing import Kind
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import lookup
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion


class NotRecorded(ValueError):
    """An event says too little or too much to be recorded; `fault` names the field and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said, as the sender names things: `notice` is key/number, `shown` what they saw.

    `key` is the sender's idempotency key.
    """

    key: str
    subject: UUID
    kind: Kind
    channel: str
    at: datetime | None = None
    notice: str = ""
    language: str = ""
    shown: Mapping[str, Any] | None = None
    expression: str = ""
    explicit: bool = False
    guardian: bool = False
    steps: int | None = None
    opt_in_sent_at: datetime | None = None
    opt_in_confirmed_at: datetime | None = None
    valid_until: datetime | None = None


def may_record(principal: Principal, purpose: Purpose, kind: Kind) -> bool:
    """Say whether they may record this: a refusal or withdrawal for any department, the rest for their own.

    Whoever answers the telephone must be able to take a withdrawal for everybody.
    """
    return principal.may(Permission.CONSENT_RECORD, None if kind in TAKES else purpose.department_id)


def record_word(principal: Principal, purpose: Purpose, word: Word) -> ConsentEvent:
    """Record an event for somebody. Raises PermissionDenied, NotRecorded, KeyUsed."""
    if not may_record(principal, purpose, word.kind):
        require(principal, Permission.CONSENT_RECORD, purpose.department_id)
    return take_word(purpose, word, principal.actor)


def take_word(purpose: Purpose, word: Word, actor: UUID | None) -> ConsentEvent:
    """Check what an event says and record it; `actor` is None where the person spoke for themselves.

    A replayed form returns the event that it made, also where it would not be recorded today.
    Raises NotRecorded, KeyUsed.
    """
    known = ConsentEvent.objects.filter(key=word.key).exists()
    now = clock.now()
    facts = lookup.version_at(purpose.id, word.at or now, now)
    shown = _notice(purpose, word)
    offer = _offer(word, facts, shown is not None, now)
    if not known and (fault := why_not(offer)):
        raise NotRecorded(fault)
    with transaction.atomic():
        return say(_said(purpose, word, offer, facts, shown), actor)


def _notice(purpose: Purpose, word: Word) -> NoticeVersion | None:
    found = wording.notice_shown(purpose.id, word.notice, word.language) if word.notice else None
    if word.notice and found is None:
        raise NotRecorded(Fault("notice", "notice_unknown"))
    return found


def _offer(word: Word, facts: PurposeFacts | None, has_notice: bool, now: datetime) -> Offer:
    return Offer(
        kind=word.kind, channel=word.channel, now=now, at=word.at,
        by_consent=None if facts is None else facts.by_consent,
        explicit_needed=facts is not None and facts.art9 is Art9.EXPLICIT_CONSENT,
        explicit=word.explicit, has_notice=has_notice, expression=word.expression,
        opt_in_sent_at=word.opt_in_sent_at, opt_in_confirmed_at=word.opt_in_confirmed_at,
        valid_until=word.valid_until,
    )  # fmt: skip


def _said(
    purpose: Purpose, word: Word, offer: Offer, facts: PurposeFacts | None, shown: NoticeVersion | None
) -> Said:
    at = settled_at(offer)
    version = facts.record.id if facts else None
    gives = word.kind in (Kind.GIVEN, Kind.RENEWED)
    days = _days(version) if gives and word.valid_until is None else None
    return Said(
        key=word.key, subject=word.subject, purpose=purpose.id, kind=word.kind, channel=word.channel, at=at,
        purpose_version=version, notice=shown.id if shown else None,
        snapshot=wording.keep_snapshot(word.shown) if word.shown else None, language=word.language,
        expression=word.expression, explicit=word.explicit, guardian=word.guardian, steps=word.steps,
        opt_in_sent_at=word.opt_in_sent_at, opt_in_confirmed_at=word.opt_in_confirmed_at,
        valid_until=valid_until(word.valid_until, days, at or offer.now) if gives else None,
    )  # fmt: skip


def _days(version: UUID | None) -> int | None:
    if version is None:
        return None
    return PurposeVersion.objects.filter(pk=version).values_list("consent_days", flat=True).first()
