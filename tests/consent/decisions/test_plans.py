"""State, history and decision stay look-ups by index, however many people and events there are."""

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from consent.consents.models import ConsentEvent
from consent.decisions import facts, kept
from consent.law import clock
from consent.law.facts import Channel
from tests.consent.decisions.test_bulk import purpose
from tests.factories import department

pytestmark = pytest.mark.django_db
PEOPLE, EVENTS = 3_000, 8
FILL = """
INSERT INTO subjects_subject (id, created_at) SELECT md5('p' || i)::uuid, now() FROM generate_series(1, {people}) i;
INSERT INTO consents_consentevent (id, key, subject_id, purpose_id, kind, at, recorded_at, clock, channel, language,
    expression, explicit, guardian)
  SELECT md5('e' || i || '-' || n)::uuid, i || '-' || n, md5('p' || i)::uuid, (ARRAY['{own}', '{other}']::uuid[])[1 + n % 2],
    'given', now() - n * interval '1 day', now() - n * interval '1 day', 'server', 'web', 'de', 'box', false, false
  FROM generate_series(1, {people}) i, generate_series(1, {events}) n;
INSERT INTO consents_consentstate (subject_id, purpose_id, state, event_id, given_at, notice_number, explicit, guardian, ahead)
  SELECT DISTINCT ON (subject_id, purpose_id) subject_id, purpose_id, 'ConsentGiven', id, at, 0, false, false, false
  FROM consents_consentevent ORDER BY subject_id, purpose_id, at DESC;
INSERT INTO consents_channelpermission (id, key, subject_id, channel, word, at, recorded_at)
  SELECT md5('c' || i)::uuid, 'c' || i, md5('p' || i)::uuid, 'email', 'given', now(), now() FROM generate_series(1, {people}) i;
ANALYZE subjects_subject; ANALYZE consents_consentevent; ANALYZE consents_consentstate; ANALYZE consents_channelpermission
"""
LARGE = ("subjects_subject", "consents_consentevent", "consents_consentstate", "consents_channelpermission")


@pytest.fixture
def filled():
    where = department()
    own, other = purpose(where, ("6-1-a", "")).id, purpose(where, ("6-1-a", "")).id
    with connection.cursor() as cursor:
        for statement in FILL.format(people=PEOPLE, events=EVENTS, own=own, other=other).split(";"):
            cursor.execute(statement)
        cursor.execute("SELECT md5('p7')::uuid")
        return own, other, UUID(str(cursor.fetchone()[0]))


def whole_tables_read(sql, parameters):
    """Return the large tables that a statement walks through from end to end."""
    with psycopg.ClientCursor(connection.connection) as cursor:
        plan = "\n".join(
            row[0] for row in cursor.execute(b"EXPLAIN " + cursor.mogrify(sql, parameters).encode())
        )
    return [table for table in LARGE if f"Seq Scan on {table}" in plan]


def test_the_decision_now_looks_up_by_index(filled):
    own, other, who = filled
    assert whole_tables_read(kept._statement(own, (other,), Channel.EMAIL).decode(), [who]) == []


def test_the_decision_of_the_past_looks_up_by_index(filled):
    own, other, who = filled
    parameters = {"who": who, "of": [own, other], "own": own, "known": clock.now()}
    assert whole_tables_read(facts._READ, parameters) == []


def test_history_and_the_idempotency_key_are_looked_up_by_index(filled):
    own, _, who = filled
    for rows in (
        ConsentEvent.objects.filter(subject=who, purpose__in=[own]).order_by("-at"),
        ConsentEvent.objects.filter(key=str(uuid4())),
    ):
        assert [table for table in LARGE if f"Seq Scan on {table}" in rows.explain()] == []
