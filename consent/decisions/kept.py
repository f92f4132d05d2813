"""Read what a decision about one person looks at now, from the states kept in each event's transaction.

One prepared statement for each purpose and channel. It tells for nearly everybody; who has several
records, an objection, a restriction or an event of a time to come is looked at by their facts.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from consent.consents.folding import Kept, kept_refusal, kept_standing
from consent.law.facts import Channel, ChannelFacts, Record, Refusal, Subject
from consent.law.standing import Event, Kind, MaterialChange, Standing, State

_PERSON = 7
"""So many columns come before those of the states."""
_READ = """
SELECT r.revision, s.created_at, s.erased_at, s.guardian_until, x.subject_id IS NOT NULL, {said},
  c.purpose_id, c.ahead, c.state, c.event_id, c.given_at, c.ended_at, c.valid_until, c.notice_number,
  c.explicit, c.guardian
FROM decisions_purposerevision r
LEFT JOIN subjects_subject s ON s.id = %s
LEFT JOIN decisions_exceptional x ON x.subject_id = s.id
LEFT JOIN consents_consentstate c ON c.subject_id = s.id AND c.purpose_id IN ({purposes})
{channel}"""
_CHANNEL = """
LEFT JOIN LATERAL (
  SELECT t.word, t.id FROM consents_channelpermission t
  WHERE t.subject_id = s.id AND t.channel = '{channel}' AND t.word <> 'used'
  ORDER BY t.at DESC, t.word = 'withdrawn' DESC, t.recorded_at DESC, t.id DESC LIMIT 1
) p ON true"""
_open = threading.local()


@dataclass(frozen=True, slots=True)
class Now:
    """What was found: the person's facts, and what was said of the channel."""

    subject: Subject | None
    channel: ChannelFacts | None


class NotToldByStates(Exception):
    """The kept states do not tell about this person, or the purposes changed: read the facts."""


def read_now(
    subject: UUID, purpose: UUID, kin: tuple[UUID, ...], channel: Channel | None, at: datetime,
    revision: UUID | None, changes: Sequence[MaterialChange],
) -> Now:  # fmt: skip
    """Read the facts of a person for a purpose and its kin, as of now. Raises NotToldByStates."""
    rows = _rows(_statement(purpose, kin, channel), subject)
    if not rows or rows[0][0] != revision:
        raise NotToldByStates
    _, created_at, erased_at, guardian_until, exceptional, word, said = rows[0][:_PERSON]
    if created_at is None:
        return Now(None, None)
    if exceptional or created_at > at or any(row[_PERSON + 1] for row in rows):
        raise NotToldByStates
    kept = {row[_PERSON]: Kept(*row[_PERSON + 2 :]) for row in rows if row[_PERSON] is not None}
    own = kept.get(purpose)
    stood = kept_standing(own, at, changes) if own else _UNKNOWN
    refused = ((other, kept_refusal(kept[other], at)) for other in kin if other in kept)
    return Now(
        Subject(
            record=Record("subject", subject),
            consent=stood,
            consent_record=Record("consent_event", stood.event.id) if stood.event else None,
            erased=erased_at is not None and erased_at <= at,
            guardian_until=guardian_until,
            refusals=tuple(Refusal(Record("refusal", other), *last) for other, last in refused if last),
        ),
        None if channel is None else _channel(channel, word, said, at),
    )


_UNKNOWN = Standing(State.UNKNOWN, None)


@lru_cache(1_000)
def _statement(purpose: UUID, kin: tuple[UUID, ...], channel: Channel | None) -> bytes:
    """Return the statement with its purposes as typed literals, so that one plan serves all people."""
    purposes = ", ".join(f"'{one}'::uuid" for one in dict.fromkeys((purpose, *kin)))
    said = "p.word, p.id" if channel else "NULL::text, NULL::uuid"
    joined = _CHANNEL.format(channel=channel.value) if channel else ""
    return _READ.format(said=said, purposes=purposes, channel=joined).encode()


def _rows(statement: bytes, subject: UUID) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    link = connection.connection
    # psycopg's own cursor: Django's binds on the client, so that nothing is prepared and all comes as text.
    # One for each connection: making one costs as much as the rest of the way through it.
    if getattr(_open, "link", None) is not link:
        _open.link, _open.cursor = link, psycopg.Cursor(link)
    with connection.wrap_database_errors:
        found: list[tuple[Any, ...]] = _open.cursor.execute(
            statement, (subject,), prepare=True, binary=True
        ).fetchall()
    return found


def _channel(channel: Channel, word: str | None, said: UUID | None, at: datetime) -> ChannelFacts:
    if word is None or said is None:
        return ChannelFacts(channel, _UNKNOWN)
    if word not in _ENDS:
        raise NotToldByStates
    event = Event(said, _ENDS[word][1], at, at)
    giving = event if word == "given" else None
    return ChannelFacts(channel, Standing(_ENDS[word][0], event, giving), Record("channel_permission", said))


_ENDS = {"given": (State.GIVEN, Kind.GIVEN), "withdrawn": (State.WITHDRAWN, Kind.WITHDRAWN)}
