"""Recording: one insert in the caller's transaction, and nothing that could be changed afterwards."""

import uuid

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from consent.evidence.entry import read_entry
from consent.evidence.kinds import Code, RefusedEntry, register
from consent.evidence.models import Entry
from consent.evidence.services import record

register("test.recorded", object=uuid.UUID, category=Code)
pytestmark = pytest.mark.django_db


def recorded(**more: object) -> uuid.UUID:
    return record(
        "test.recorded",
        actor=uuid.uuid4(),
        payload={"object": uuid.uuid4(), "category": "special.health", **more},
    )


def test_an_entry_is_stored_as_the_bytes_that_say_what_happened():
    actor, thing, person = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    entry_id = record(
        "test.recorded",
        actor=actor,
        subject_ref=person,
        payload={"object": thing, "category": "contact.email"},
    )
    entry = read_entry(bytes(Entry.objects.get(id=entry_id).body))
    assert (entry.id, entry.kind, entry.actor, entry.subject) == (entry_id, "test.recorded", actor, person)
    assert entry.payload == {"object": str(thing), "category": "contact.email"}


def test_recording_costs_one_insert(django_assert_num_queries):
    with django_assert_num_queries(0):  # no other than the insert itself, which goes past the ORM
        recorded()
    assert Entry.objects.count() == 1


def test_a_rollback_leaves_nothing():
    with transaction.atomic():
        recorded()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_what_does_not_fit_its_kind_is_refused_and_the_transaction_lives_on():
    with pytest.raises(RefusedEntry):
        recorded(category="Anna Schmidt")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match=r"test\.recorded"):
        recorded()


@pytest.mark.parametrize("table", ["entry", "place", "checkpoint", "node"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM evidence_{0}", "TRUNCATE evidence_{0} CASCADE", "UPDATE evidence_{0} SET {1}"]
)
def test_the_application_can_change_nothing_in_the_ledger(table: str, statement: str):
    recorded()
    column = {
        "entry": "body = body",
        "place": "index = 1",
        "checkpoint": "note = note",
        "node": "hash = hash",
    }
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column[table]))
    assert Entry.objects.count() == 1


def test_the_application_cannot_claim_another_transaction_for_an_entry():
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO evidence_entry (body, tx) SELECT body, 0 FROM evidence_entry")


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('"category":"special.health"', '"category":"Anna Schmidt"'),
        ('"category":"special.health"', '"category":"anna@example.org"'),
        ('"kind":"test.recorded",', ""),
        ('"at":"2', '"on":"2'),
        ('"id":"0', '"id":"x'),
        ('"payload":{', '"payload":1,"more":['),
        ("{", "["),
    ],
)
def test_postgresql_refuses_what_is_no_entry_whoever_inserts_it(there: str, instead: str):
    body = bytes(Entry.objects.get(id=recorded()).body).decode()
    assert there in body
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evidence_entry (body) VALUES (%s)", [body.replace(there, instead).encode()]
        )
    assert Entry.objects.count() == 1
