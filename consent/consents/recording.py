"""Record what somebody said about a purpose: event, state and evidence in one transaction, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from consent.consents import reporting
from consent.consents.folding import FIELDS, event_of, state_values
from consent.consents.models import ConsentEvent, ConsentState
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.law.standing import Kind


class KeyUsed(ValueError):
    """The idempotency key was used for another event; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, when and where. `at` is None where our own clock gives the time.

    `key` is the sender's idempotency key: the same again is the same event.
    """

    key: str
    subject: UUID
    purpose: UUID
    kind: Kind
    channel: str
    at: datetime | None = None
    purpose_version: UUID | None = None
    notice: UUID | None = None
    snapshot: bytes | None = None
    language: str = ""
    expression: str = ""
    explicit: bool = False
    guardian: bool = False
    steps: int | None = None
    opt_in_sent_at: datetime | None = None
    opt_in_confirmed_at: datetime | None = None
    valid_until: datetime | None = None


def say(said: Said, actor: UUID | None) -> ConsentEvent:
    """Record an event and what it comes to; a key seen before returns the event that it made.

    Two at once on one person and purpose wait for each other. Raises KeyUsed.
    """
    with transaction.atomic():
        _lock(said.subject, said.purpose)
        known = ConsentEvent.objects.filter(key=said.key).first()
        if known is not None:
            return _same(known, said)
        event = ConsentEvent.objects.create(**_columns(said, actor))
        refold(said.subject, said.purpose)
        if said.kind is Kind.WITHDRAWN:
            reporting.enqueue(event)
        record(
            "consents.said",
            actor=actor,
            subject_ref=said.subject,
            payload={
                "event": event.id, "purpose": said.purpose, "what": Code(said.kind.value),
                "notice": said.notice, "channel": Code(said.channel),
            },
        )  # fmt: skip
    return event


def refold(subject: UUID, purpose: UUID) -> None:
    """Compute the state anew from all events; call with the lock of `say` held, in a transaction."""
    rows = ConsentEvent.objects.filter(subject=subject, purpose=purpose).values_list(*FIELDS)
    values = state_values([event_of(row) for row in rows], clock.now())
    ConsentState.objects.update_or_create(subject_id=subject, purpose_id=purpose, defaults=values)


def _columns(said: Said, actor: UUID | None) -> dict[str, object]:
    now = clock.now()
    return {
        "id": uuid4(), "key": said.key, "subject_id": said.subject, "purpose_id": said.purpose,
        "purpose_version_id": said.purpose_version, "kind": said.kind.value,
        "at": said.at or now, "recorded_at": now, "clock": "claimed" if said.at else "server",
        "channel": said.channel, "language": said.language, "notice_id": said.notice,
        "snapshot_id": said.snapshot, "expression": said.expression, "explicit": said.explicit,
        "guardian": said.guardian, "steps": said.steps, "opt_in_sent_at": said.opt_in_sent_at,
        "opt_in_confirmed_at": said.opt_in_confirmed_at, "valid_until": said.valid_until,
        "recorded_by": actor,
    }  # fmt: skip


def _same(known: ConsentEvent, said: Said) -> ConsentEvent:
    if (known.subject_id, known.purpose_id, known.kind) != (said.subject, said.purpose, said.kind.value):
        raise KeyUsed(_("This key was used for another event; choose a new one for each event."))
    return known


def _lock(subject: UUID, purpose: UUID) -> None:
    """Wait for others at the same person and purpose, and for an import into the purpose (importing)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)",
            [lock_number(purpose), lock_number(subject, purpose)],
        )


def lock_number(*ids: UUID) -> int:
    """Return the number of the advisory lock for one id or several together."""
    folded = 0
    for one in ids:
        folded ^= one.int ^ (one.int >> 64)
    return (folded & (2**64 - 1)) - 2**63
