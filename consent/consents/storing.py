"""Store many events at once: COPY, one statement for what is new, states folded anew, one entry in the ledger."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from consent.consents.folding import FIELDS, event_of, state_values
from consent.consents.models import ConsentEvent, ConsentState
from consent.consents.recording import lock_number
from consent.evidence.commitment import Digest
from consent.evidence.services import record
from consent.law import clock
from consent.law.standing import Event

_STATE = (
    "state", "event_id", "given_at", "ended_at", "valid_until", "notice_number", "explicit", "guardian", "ahead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One event as the table holds it; the fields are its columns."""

    key: str
    subject_id: UUID
    purpose_id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    channel: str
    clock: str = "claimed"
    purpose_version_id: UUID | None = None
    language: str = ""
    notice_id: UUID | None = None
    snapshot_id: bytes | None = None
    expression: str = ""
    explicit: bool = False
    guardian: bool = False
    steps: int | None = None
    opt_in_sent_at: datetime | None = None
    opt_in_confirmed_at: datetime | None = None
    valid_until: datetime | None = None
    recorded_by: UUID | None = None
    id: UUID = field(default_factory=uuid4)


_COLUMNS = tuple(one.name for one in fields(Row))
_LIST = ", ".join((*_COLUMNS, "batch"))
# What the ledger's digest of a batch is made of
PROVED = ("id", "key", "subject_id", "purpose_id", "kind", "at", "channel", "notice_id")
_STAGE = "CREATE TEMP TABLE staged_events (LIKE consents_consentevent INCLUDING DEFAULTS) ON COMMIT DROP"
_INSERT = f"""
INSERT INTO consents_consentevent ({_LIST}) SELECT {_LIST} FROM staged_events
ON CONFLICT (key) DO NOTHING RETURNING {", ".join(PROVED)}
"""  # noqa: S608 - column names of our own
_REPORT = """
INSERT INTO consents_delivery (webhook_id, event_id, state, attempts, made_at, next_at, answer)
SELECT hook.id, event.id, 'waiting', 0, %(now)s, %(now)s, ''
FROM consents_consentevent AS event JOIN purposes_purpose AS purpose ON purpose.id = event.purpose_id
JOIN consents_webhook AS hook ON hook.ended_at IS NULL AND hook.department_id = purpose.department_id
  AND (hook.purpose_id IS NULL OR hook.purpose_id = purpose.id)
WHERE event.id = ANY(%(events)s) AND event.kind = 'withdrawn'
"""


def store(run: UUID, rows: Sequence[Row], actor: UUID | None) -> int:
    """Store the events that are new and return how many they were; call in a transaction.

    Whoever records a single event on one of these purposes waits meanwhile (recording._lock).
    """
    if not rows:
        return 0
    batch = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        for number in sorted({lock_number(row.purpose_id) for row in rows}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        cursor.execute(_STAGE)
        with cursor.copy(f"COPY staged_events ({_LIST}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([*(getattr(row, name) for name in _COLUMNS), batch])
        cursor.execute(_INSERT)
        made = cursor.fetchall()
        cursor.execute("DROP TABLE staged_events")
        if made:
            cursor.execute(_REPORT, {"now": clock.now(), "events": [row[0] for row in made]})
            _fold({(row[2], row[3]) for row in made})
            payload = {"run": run, "batch": batch, "rows": len(made), "digest": digest_of(made)}
            record("consents.imported", actor=actor, payload=payload)
    return len(made)


def digest_of(made: Iterable[Sequence[Any]]) -> Digest:
    """Return what the ledger keeps of a batch: a hash over what PROVED names of its events."""
    lines = sorted("\t".join(_written(value) for value in row) for row in made)
    return Digest(hashlib.sha256("\n".join(lines).encode()).digest())


def _written(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _fold(pairs: set[tuple[UUID, UUID]]) -> None:
    """Compute the states of these people on these purposes anew, with the events that were there before."""
    subjects, purposes = {one for one, _ in pairs}, {one for _, one in pairs}
    rows = ConsentEvent.objects.filter(subject__in=subjects, purpose__in=purposes)
    ordered = rows.order_by("subject", "purpose").values_list("subject", "purpose", *FIELDS)
    now, states = clock.now(), []
    for pair, events in groupby(ordered.iterator(chunk_size=5_000), key=lambda row: (row[0], row[1])):
        if pair in pairs:
            states.append(_state(pair, [event_of(row[2:]) for row in events], now))
    ConsentState.objects.bulk_create(
        states, batch_size=5_000, update_conflicts=True, unique_fields=["purpose", "subject"],
        update_fields=list(_STATE),
    )  # fmt: skip


def _state(pair: tuple[UUID, UUID], events: list[Event], now: datetime) -> ConsentState:
    return ConsentState(subject_id=pair[0], purpose_id=pair[1], **state_values(events, now))
