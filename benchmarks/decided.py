"""Invented people, consents and objections for the measurements of decisions: filled as sets in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from benchmarks.evidence_append import owner_connection

_FILL = """
INSERT INTO subjects_subject (id, guardian_until, created_at)
  SELECT md5('p' || i)::uuid, DATE '2020-01-01', now() - interval '2000 days' FROM generate_series(1, {people}) i;
INSERT INTO consents_consentevent (id, key, subject_id, purpose_id, kind, at, recorded_at, clock, channel, language,
    expression, explicit, guardian)
  SELECT md5('e' || i || '-' || n)::uuid, i || '-' || n, md5('p' || i)::uuid,
    (ARRAY['{own}', '{kin}']::uuid[])[1 + (n + 1) % 2],
    CASE WHEN n % 4 IN (1, 2) THEN 'given' WHEN i % 5 = 0 OR n <= 4 THEN 'withdrawn' ELSE 'given' END, t, t, 'server', 'web', 'de', 'box', false, false
  FROM generate_series(1, {people}) i, generate_series(1, {events}) n,
    LATERAL (SELECT now() - interval '1500 days' + n * interval '100 days' + i * interval '1 second' / 1000 AS t) x;
INSERT INTO consents_consentstate (subject_id, purpose_id, state, event_id, given_at, ended_at, notice_number, explicit, guardian, ahead)
  SELECT subject_id, purpose_id,
    CASE kind WHEN 'given' THEN 'ConsentGiven' ELSE 'ConsentWithdrawn' END, id,
    CASE kind WHEN 'given' THEN at END, CASE kind WHEN 'withdrawn' THEN at END, 0, false, false, false
  FROM (SELECT md5('e' || i || '-' || n)::uuid AS last FROM generate_series(1, {people}) i,
      generate_series(greatest(1, {events} - 1), {events}) n) AS ends
    JOIN consents_consentevent ON id = last;
INSERT INTO consents_objection (id, subject_id, kind, channel, since, recorded_at, ended_reason, reason)
  SELECT md5('o' || i)::uuid, md5('p' || i)::uuid, '21-2', '', now() - interval '5 days', now() - interval '5 days', '', ''
  FROM generate_series(1, {people}, 50) i;
INSERT INTO consents_restriction (id, subject_id, ground, since, recorded_at)
  SELECT md5('r' || i)::uuid, md5('p' || i)::uuid, '18-1-a', now() - interval '5 days', now() - interval '5 days'
  FROM generate_series(1, {people}, 200) i;
INSERT INTO consents_channelpermission (id, key, subject_id, channel, word, at, recorded_at)
  SELECT md5('c' || i)::uuid, 'c' || i, md5('p' || i)::uuid, 'email', 'given', now() - interval '9 days', now() - interval '9 days'
  FROM generate_series(1, {people}, 2) i
"""
_TABLES = [
    "subjects_subject", "consents_consentevent", "consents_consentstate", "consents_objection",
    "consents_restriction", "consents_channelpermission",
]  # fmt: skip
_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s)
"""
_INDEXES = """
SELECT format('DROP INDEX %%I', i.relname), pg_get_indexdef(i.oid)
FROM pg_index JOIN pg_class i ON i.oid = indexrelid
WHERE indrelid::regclass::text = ANY (%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.oid)
"""


def fill(people: int, events: int) -> UUID:
    """Make people with so many events each over a purpose and its kin; return the purpose."""
    from django.db import connection

    own, kin = _purpose(), _purpose()
    with owner_connection() as owner:
        with _without_keys(owner):
            for statement in _FILL.format(people=people, events=events, own=own, kin=kin).split(";"):
                owner.execute(statement)
        owner.execute("VACUUM ANALYZE")
    connection.ensure_connection()
    return own


@contextmanager
def _without_keys(owner: Any) -> Iterator[None]:
    """Make foreign keys and plain indexes again when all rows are there, which is many times faster."""
    changes = [row for sql in (_KEYS, _INDEXES) for row in owner.execute(sql, [_TABLES]).fetchall()]
    owner.execute("SET maintenance_work_mem = '512MB'")
    for drop, _ in changes:
        owner.execute(drop)
    yield
    for _, make in reversed(changes):
        owner.execute(make)


def _purpose() -> UUID:
    from datetime import timedelta

    from consent.law import clock
    from consent.parties.models import Department
    from consent.purposes.models import Purpose, PurposeVersion

    start, key = clock.now() - timedelta(days=1999), f"purpose-{uuid4().hex[:8]}"
    where, _ = Department.objects.get_or_create(name="Marketing")
    made: Any = Purpose.objects.create(
        key=key, department=where, name_de=key, name_en=key, kinds=["DirectMarketing"]
    )
    PurposeVersion.objects.create(
        purpose=made, number=1, art6="6-1-a", categories=["contact.email"], direct_marketing=True,
        drafted_by=uuid4(), drafted_at=start, opinion_by=uuid4(), opinion_at=start, opinion_favourable=True,
        decided_by=uuid4(), decided_at=start, accepted=True, in_force_from=start,
    )  # fmt: skip
    return made.id
