"""Read in one statement all that a decision about one person looks at, as known at a moment.

A person may have several records, found to be theirs by then (consent.subjects.merging): what was said
under one of them counts under each.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from consent.law.facts import Channel, Objection, ObjectionKind, Record, Restriction
from consent.law.standing import Event, Kind


@dataclass(slots=True)
class Found:
    """What was found. `person` is (guardian_until, erased_at), None where nobody knew the person then."""

    revision: UUID | None = None
    person: tuple[date | None, datetime | None] | None = None
    events: dict[UUID, list[Event]] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    said: list[tuple[Channel, Event]] = field(default_factory=list)
    customer: list[tuple[Channel, datetime]] = field(default_factory=list)


def read(subject: UUID | None, purposes: list[UUID], purpose: UUID, known_at: datetime) -> Found:
    """Read the facts of a person for a purpose and its kin (`purposes` names all of them)."""
    found = Found()
    connection.ensure_connection()
    # psycopg's own cursor: Django's binds on the client, so that nothing is prepared and all comes as text
    with psycopg.Cursor(connection.connection) as cursor:
        parameters = {"who": subject, "of": purposes, "own": purpose, "known": known_at}
        for row in cursor.execute(_READ, parameters, prepare=True, binary=True):
            _TAKE[row[0]](found, row)
    return found


# IS TRUE keeps the list out of the index condition: with it PostgreSQL plans each call anew, for longer than
# the statement takes. So a person's events are read by the person and picked by purpose.
# tag, id, purpose, word, at, recorded, until, day, flags: server or claimed, explicit, guardian; notice
_READ = """
WITH heads AS (
  SELECT %(who)s::uuid AS id UNION
  SELECT kept_id FROM subjects_merge WHERE merged_id = %(who)s AND at <= %(known)s
    AND (undone_at IS NULL OR undone_at > %(known)s)),
records AS MATERIALIZED (
  SELECT id FROM heads UNION
  SELECT merged_id FROM subjects_merge JOIN heads ON heads.id = kept_id WHERE at <= %(known)s
    AND (undone_at IS NULL OR undone_at > %(known)s))
SELECT 'r', revision, NULL::uuid, NULL::text, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz,
    NULL::date, false, false, false, 0
  FROM decisions_purposerevision
UNION ALL
SELECT 's', id, NULL, NULL, created_at, NULL, erased_at, guardian_until, false, false, false, 0
  FROM subjects_subject WHERE id IN (SELECT id FROM records)
    AND EXISTS (SELECT 1 FROM subjects_subject WHERE id = %(who)s AND created_at <= %(known)s)
UNION ALL
SELECT 'e', e.id, e.purpose_id, e.kind, e.at, e.recorded_at, e.valid_until, NULL,
    e.clock = 'server', e.explicit, e.guardian, coalesce(n.number, 0)
  FROM consents_consentevent e LEFT JOIN purposes_noticeversion n ON n.id = e.notice_id
  WHERE e.subject_id IN (SELECT id FROM records) AND (e.purpose_id = ANY (%(of)s)) IS TRUE AND e.recorded_at <= %(known)s
UNION ALL
SELECT 'o', id, NULL, kind, since, recorded_at, CASE WHEN ended_recorded_at <= %(known)s THEN ended_at END, NULL, false, false, false, 0
  FROM consents_objection
  WHERE subject_id IN (SELECT id FROM records) AND (purpose_id IS NULL OR purpose_id = %(own)s) AND recorded_at <= %(known)s
UNION ALL
SELECT 'l', id, NULL, NULL, since, recorded_at, CASE WHEN lifted_recorded_at <= %(known)s THEN lifted_at END, NULL, false, false, false, 0
  FROM consents_restriction WHERE subject_id IN (SELECT id FROM records) AND recorded_at <= %(known)s
UNION ALL
SELECT 'c', id, NULL, channel || ' ' || word, at, recorded_at, NULL, NULL, false, false, false, 0
  FROM consents_channelpermission WHERE subject_id IN (SELECT id FROM records) AND recorded_at <= %(known)s
"""
Row = tuple[Any, ...]
_KINDS = {kind.value: kind for kind in Kind}
_WORDS = {"given": Kind.GIVEN, "withdrawn": Kind.WITHDRAWN}


def _revision(found: Found, row: Row) -> None:
    found.revision = row[1]


def _person(found: Found, row: Row) -> None:
    age, erased = found.person or (None, None)
    # Whatever record says it: the age that one of them tells, and that one of them was erased
    found.person = (
        max((day for day in (age, row[7]) if day is not None), default=None),
        min((moment for moment in (erased, row[6]) if moment is not None), default=None),
    )


def _event(found: Found, row: Row) -> None:
    event = Event(row[1], _KINDS[row[3]], row[4], row[5], row[8], row[9], row[10], row[6], row[11])
    found.events.setdefault(row[2], []).append(event)


def _objection(found: Found, row: Row) -> None:
    found.objections.append(Objection(Record("objection", row[1]), ObjectionKind(row[3]), row[4], row[6]))


def _restriction(found: Found, row: Row) -> None:
    found.restrictions.append(Restriction(Record("restriction", row[1]), row[4], row[6]))


def _said(found: Found, row: Row) -> None:
    channel, _, word = row[3].partition(" ")
    if word in _WORDS:
        found.said.append((Channel(channel), Event(row[1], _WORDS[word], row[4], row[5])))
    elif word == "customer":
        found.customer.append((Channel(channel), row[4]))


_TAKE = {"r": _revision, "s": _person, "e": _event, "o": _objection, "l": _restriction, "c": _said}
