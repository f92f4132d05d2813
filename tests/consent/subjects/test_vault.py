"""The vault: who joins whom, and the drill: back up, erase, change keys, restore; nothing comes back."""

import shutil
from datetime import date, timedelta
from uuid import UUID, uuid4

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consent.law import clock
from consent.subjects import erasure, proofs
from consent.subjects.enrolment import Report, enrol
from consent.subjects.keys import key_store
from consent.subjects.keystore.kek import FileKeks, KekGone
from consent.subjects.keystore.store import Erased, KeyStore
from consent.subjects.models import Conflict, IndexEntry, SourceLink, Subject
from consent.subjects.people import details_of, open_person, records_behind
from consent.subjects.ports import Batch, Identifier

pytestmark = pytest.mark.django_db
SHOP, DESK = UUID(int=1), UUID(int=2)
CUSTOMERS, TICKETS = UUID(int=11), UUID(int=12)
ACTOR = uuid4()


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    settings.KEY_STORE_BACKUPS = [str(tmp_path / "copy")]
    settings.KEK_BACKUPS = [str(tmp_path / "safe")]
    return tmp_path


class People:
    """A source whose people are given as rows of (key, e-mail, number)."""

    def __init__(self, rows, source=SHOP, collection=CUSTOMERS, issuer=None, **more):
        keys, emails, numbers = zip(*rows, strict=True)
        self.batch = Batch(
            source,
            collection,
            pl.Series(keys, dtype=pl.String),
            [
                Identifier("email", pl.Series(emails, dtype=pl.String)),
                Identifier("customer_number", pl.Series(numbers, dtype=pl.String), issuer or source),
            ],
            **more,
        )

    def people(self):
        yield self.batch


def enrolled(rows, *place, **more) -> Report:
    return enrol(People(rows, *place, **more), ACTOR)


def one() -> Subject:
    enrolled([("1", "anna@example.com", "1001")])
    return Subject.objects.get()


def test_everybody_in_a_source_becomes_a_person_and_again_is_the_same():
    rows = [("1", "a@example.com", "1001"), ("2", "b@example.com", "1002")]
    assert enrolled(rows).made == 2
    again = enrolled(rows)
    assert (again.made, again.linked_before) == (0, 2)
    assert Subject.objects.count() == 2


def test_the_same_address_in_another_source_joins_the_one_person_who_has_it():
    one()
    report = enrolled([("t-9", "Anna@Example.com", None)], source=DESK, collection=TICKETS)
    assert (report.joined, report.made) == (1, 0)


def test_the_same_number_of_another_source_is_somebody_else():
    one()
    assert enrolled([("9", None, "1001")], source=DESK, collection=TICKETS).made == 1


def test_a_family_that_shares_an_address_is_never_merged_and_is_one_question():
    report = enrolled([("1", "family@example.com", "1"), ("2", "family@example.com", "2")])
    assert report.made == 2
    assert report.conflicts == {"shared": 1}
    assert len(Conflict.objects.get().handles) == 2


def test_a_ticket_from_a_shared_address_is_left_without_a_person_and_not_guessed():
    enrolled([("1", "family@example.com", "1"), ("2", "family@example.com", "2")])
    later = enrolled([("t-1", "family@example.com", None)], DESK, TICKETS, one_row_each=False)
    assert (later.made, later.unclear) == (0, 1)
    assert not SourceLink.objects.filter(source=DESK).exists()


def test_two_tickets_of_an_unknown_address_are_of_one_new_person():
    rows = [("t-1", "new@example.com", None), ("t-2", "NEW@example.com", None)]
    report = enrolled(rows, DESK, TICKETS, one_row_each=False)
    assert (report.made, report.people, Subject.objects.count()) == (2, 1, 1)


def test_a_number_that_another_source_issued_leads_to_its_customer():
    one()
    report = enrolled([("c-1", None, "1001")], DESK, TICKETS, issuer=SHOP, one_row_each=False)
    assert (report.joined, report.made) == (1, 0)


def test_identifiers_that_contradict_each_other_merge_nobody():
    enrolled([("1", "anna@example.com", "1001"), ("2", "bert@example.com", "1002")])
    report = enrolled([("o-7", "bert@example.com", "1001")], collection=TICKETS)
    assert (report.joined, report.conflicts) == (1, {"contradictory": 1})
    assert Subject.objects.count() == 2
    assert len(Conflict.objects.get().handles) == 2


def test_a_row_without_a_key_is_counted_and_not_guessed():
    assert enrolled([(None, "a@example.com", None)]).without_key == 1
    assert not Subject.objects.exists()


def test_art_8_a_childs_row_says_until_when_a_guardian_is_needed_and_the_birth_date_is_sealed():
    today = clock.now().date()
    born = date(today.year - 10, 6, 15)
    enrolled([("1", "kid@example.com", "1")], born=pl.Series([born]), country=pl.Series(["DE"]))
    child = Subject.objects.get()
    assert child.guardian_until == date(born.year + 16, 7, 1)
    assert details_of(child).born == born
    assert born.isoformat().encode() not in bytes(child.sealed_details)


def test_no_row_leads_from_an_index_to_a_record_without_the_key_store():
    person = one()
    row = IndexEntry.objects.first()
    assert person.id.bytes not in bytes(row.sealed)
    assert bytes(row.handle) != bytes(person.key_handle)
    assert records_behind([(row.handle, row.sealed)]) == [person.id]


def test_art_17_the_drill_nothing_of_an_erased_person_comes_back_from_a_backup(keys):
    person = one()
    rows = list(IndexEntry.objects.values_list("handle", "sealed"))
    saved = Subject.objects.get()
    shutil.copytree(keys / "keys", keys / "backup-of-the-day-before")
    erasure.erase(person.id, ACTOR)

    gone = Subject.objects.get()
    assert gone.erased_at is not None
    assert not IndexEntry.objects.exists()
    assert not SourceLink.objects.exists()
    assert not erasure.is_final(gone)
    erasure.change_keys(ACTOR)
    assert erasure.is_final(gone)

    # the database of the day before, on today's keys: no id opens, no index leads to a record
    with pytest.raises(Erased):
        open_person(saved)
    assert records_behind(rows) == [None] * len(rows)
    # the key store of the day before: its wrapping key exists nowhere
    old = keys / "backup-of-the-day-before" / "subjects"
    with pytest.raises(KekGone):
        KeyStore(old, FileKeks(keys / "keys" / "kek", [keys / "safe" / "kek"])).key(bytes(saved.key_handle))


def test_others_stay_readable_through_an_erasure_and_a_change_of_keys():
    enrolled([("1", "a@example.com", "1001"), ("2", "b@example.com", "1002")])
    gone, stays = Subject.objects.order_by("created_at", "id")
    before = open_person(stays).subject
    erasure.erase(gone.id, ACTOR)
    erasure.change_keys(ACTOR)
    assert open_person(stays).subject == before


def test_erasing_twice_is_erasing_once():
    person = one()
    erasure.erase(person.id, ACTOR)
    when = Subject.objects.get().erased_at
    erasure.erase(person.id, ACTOR)
    assert Subject.objects.get().erased_at == when


def test_a_crash_before_the_tombstones_is_completed_later(monkeypatch):
    person = one()
    saved = Subject.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "bury_pending", lambda: 0)
        erasure.erase(person.id, ACTOR)
    assert len(open_person(saved).subject) == 16
    assert erasure.bury_pending() == 1
    with pytest.raises(Erased):
        open_person(saved)


def test_somebody_who_comes_back_after_an_erasure_is_a_new_person():
    person = one()
    erasure.erase(person.id, ACTOR)
    assert enrolled([("1", "anna@example.com", "1001")]).made == 1


def test_a_sealed_proof_outlives_the_erasure_until_its_day_and_needs_two_people():
    person = one()
    proof = proofs.seal_proof(person.id, clock.now().date() + timedelta(days=30), ACTOR)
    erasure.erase(person.id, ACTOR)
    opening = proofs.ask_to_open(proof, "claim of a customer", ACTOR)
    with pytest.raises(PermissionDenied):
        proofs.answer(opening, True, ACTOR)
    assert proofs.answer(opening, True, uuid4())["record"] == person.id.hex
    with clock.stopped_at(timezone.now() + timedelta(days=31)):
        assert proofs.drop_expired() == 1
    assert len(key_store()) == 0
