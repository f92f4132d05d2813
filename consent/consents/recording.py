"""Record what somebody said about a purpose: event, state and evidence in one transaction, once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection, transaction
from django.utils.translation import gettext as _

from consent.consents import reporting
from consent.consents.folding import FIELDS, event_of, state_values
from consent.consents.models import ConsentEvent
from consent.evidence.kinds import Code
from consent.evidence.services import record, written
from consent.law import clock
from consent.law.standing import SKEW, Kind

_EVENT = (
    "id", "key", "subject_id", "purpose_id", "purpose_version_id", "kind", "at", "recorded_at", "clock",
    "channel", "language", "notice_id", "snapshot_id", "expression", "explicit", "guardian", "steps",
    "opt_in_sent_at", "opt_in_confirmed_at", "valid_until", "recorded_by",
)  # fmt: skip
_STATE = (
    "state", "event_id", "given_at", "ended_at", "valid_until", "notice_number", "explicit", "guardian", "ahead",
)  # fmt: skip
_LAW = FIELDS[:-1]
# Past the ORM, like the ledger's own insert: a few prepared statements are most of what a commit costs.
# The shared lock lets an import into the purpose wait for us, and us for it (storing.store).
_LOCK = b"SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)"
_READ = b"""
SELECT (SELECT number FROM purposes_noticeversion WHERE id = %(notice)s),
       event.id, event.kind, event.at, event.recorded_at, event.clock, event.explicit, event.guardian,
       event.valid_until, notice.number, event.key
FROM (SELECT 1) AS one
LEFT JOIN consents_consentevent AS event
    ON (event.subject_id = %(subject)s AND event.purpose_id = %(purpose)s) OR event.key = %(key)s
LEFT JOIN purposes_noticeversion AS notice ON notice.id = event.notice_id
"""
_WRITE = f"""
WITH event AS (
    INSERT INTO consents_consentevent ({", ".join(_EVENT)}) VALUES ({", ".join(f"%(e_{n})s" for n in _EVENT)})
)
INSERT INTO consents_consentstate (subject_id, purpose_id, {", ".join(_STATE)})
VALUES (%(e_subject_id)s, %(e_purpose_id)s, {", ".join(f"%(s_{n})s" for n in _STATE)})
ON CONFLICT (purpose_id, subject_id) DO UPDATE SET {", ".join(f"{n} = EXCLUDED.{n}" for n in _STATE)}
""".encode()  # noqa: S608 - column names of our own


# Words whose state is told by them alone where nothing is as new
_SETTLING = frozenset({Kind.GIVEN, Kind.WITHDRAWN, Kind.REFUSED, Kind.EXPIRED})
_NEWEST = (
    "id", "key", "subject_id", "purpose_id", "purpose_version_id", "kind", "at", "channel", "language",
    "notice_id", "snapshot_id", "expression", "explicit", "guardian", "steps", "opt_in_sent_at",
    "opt_in_confirmed_at", "valid_until", "recorded_by",
)  # fmt: skip
_NEWEST_STATE = ("state", "given_at", "ended_at", "valid_until")
_TYPES = (
    "bigint", "bigint", "interval", "bytea", "uuid", "text", "uuid", "uuid", "uuid", "text", "timestamptz", "text",
    "text", "uuid", "bytea", "text", "boolean", "boolean", "smallint", "timestamptz", "timestamptz", "timestamptz",
    "uuid", "text", "timestamptz", "timestamptz", "timestamptz",
)  # fmt: skip
_SAY = f"SELECT consents_say({', '.join(f'%s::{kind}' for kind in _TYPES)})".encode()


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
    if said.at is None and said.kind in _SETTLING:
        event = _event(said, actor)
        if _say_newest(event):
            return event
    with transaction.atomic():
        notice, rows = _history(said)
        known = next((row for row in rows if row[-1] == said.key), None)
        if known is not None:
            return _same(ConsentEvent.objects.get(pk=known[0]), said)
        event = _event(said, actor)
        law = event_of([*(getattr(event, name) for name in _LAW), notice])
        state = state_values([*(event_of(row[: len(FIELDS)]) for row in rows), law], event.recorded_at)
        with _together():
            _write(event, state)
            record("consents.said", actor=actor, subject_ref=said.subject, payload=_payload(event))
        if said.kind is Kind.WITHDRAWN:
            reporting.enqueue(event)
    return event


def _payload(event: ConsentEvent) -> dict[str, object]:
    return {
        "event": event.id, "purpose": event.purpose_id, "what": Code(event.kind), "notice": event.notice_id,
        "channel": Code(event.channel), "at": event.at,
    }  # fmt: skip


def _say_newest(event: ConsentEvent) -> bool:
    """Record an event by our own clock that nothing said so far outdoes, in one statement and its commit.

    Returns False, having recorded nothing, where its key was used or something may be as new as it is.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    _, entry = written(
        "consents.said", actor=event.recorded_by, subject_ref=event.subject_id, payload=_payload(event)
    )
    state = state_values([event_of([*(getattr(event, name) for name in _LAW), 0])], event.recorded_at)
    if event.valid_until is not None and event.valid_until <= event.at:
        return False
    values = (
        lock_number(event.purpose_id), lock_number(event.subject_id, event.purpose_id), SKEW, entry,
        *(getattr(event, name) for name in _NEWEST), *(state[name] for name in _NEWEST_STATE),
    )  # fmt: skip
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        made = cursor.execute(_SAY, values, prepare=True).fetchall()[0][0]
    if made:
        reporting.send_once_committed(made)
    return made is not None


def _history(said: Said) -> tuple[int | None, list[Any]]:
    """Lock, then read the number of the notice and the events so far, with whichever has this key.

    The lock comes in a statement of its own: a statement sees what was committed when it began.
    """
    who = {"subject": said.subject, "purpose": said.purpose, "key": said.key, "notice": said.notice}
    numbers = (lock_number(said.purpose), lock_number(said.subject, said.purpose))
    with (
        _together(),
        psycopg.Cursor(connection.connection) as lock,
        psycopg.Cursor(connection.connection) as read,
    ):
        lock.execute(_LOCK, numbers, prepare=True)
        rows = read.execute(_READ, who, prepare=True).fetchall()
    return rows[0][0], [row[1:] for row in rows if row[1] is not None]


@contextmanager
def _together() -> Iterator[None]:
    """Send the block's statements without waiting for each answer; most of a short one's price is the way."""
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _event(said: Said, actor: UUID | None) -> ConsentEvent:
    """Return the event with the time that counts; the clock is read while the lock is held."""
    now = clock.now()
    event = ConsentEvent(
        id=uuid4(), key=said.key, subject_id=said.subject, purpose_id=said.purpose,
        purpose_version_id=said.purpose_version, kind=said.kind.value, at=said.at or now, recorded_at=now,
        clock="claimed" if said.at else "server", channel=said.channel, language=said.language,
        notice_id=said.notice, snapshot_id=said.snapshot, expression=said.expression, explicit=said.explicit,
        guardian=said.guardian, steps=said.steps, opt_in_sent_at=said.opt_in_sent_at,
        opt_in_confirmed_at=said.opt_in_confirmed_at, valid_until=said.valid_until, recorded_by=actor,
    )  # fmt: skip
    event._state.adding, event._state.db = False, connection.alias
    return event


def _write(event: ConsentEvent, state: Mapping[str, object]) -> None:
    """Insert the event and its state in one statement."""
    values = {f"e_{name}": getattr(event, name) for name in _EVENT} | {
        f"s_{name}": state[name] for name in _STATE
    }
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_WRITE, values, prepare=True)


def _same(known: ConsentEvent, said: Said) -> ConsentEvent:
    if (known.subject_id, known.purpose_id, known.kind) != (said.subject, said.purpose, said.kind.value):
        raise KeyUsed(_("This key was used for another event; choose a new one for each event."))
    return known


def lock_number(*ids: UUID) -> int:
    """Return the number of the advisory lock for one id or several together."""
    folded = 0
    for one in ids:
        folded ^= one.int ^ (one.int >> 64)
    return (folded & (2**64 - 1)) - 2**63
