"""Who may do what with the vault, children and their guardians, and people who were found to be one."""

from datetime import date, timedelta
from uuid import uuid4

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consent.evidence.models import Entry
from consent.evidence.sequencing import sequence_entries
from consent.law import clock
from consent.parties.permissions import Role
from consent.subjects import guardians, services
from consent.subjects.finding import find
from consent.subjects.merging import CannotMerge, merge, split
from consent.subjects.models import LookUp, Subject
from consent.subjects.proofs import drop_expired
from tests import factories
from tests.consent.evidence.test_kept import altered
from tests.consent.evidence.test_verification import verified
from tests.consent.subjects.test_vault import enrolled, keys, one  # noqa: F401 - keeps keys apart

pytestmark = pytest.mark.django_db


def test_a_look_up_is_recorded_with_its_reason_and_without_the_identifier():
    person = one()
    auditor = factories.principal(Role.AUDITOR)
    assert services.find(auditor, "email", "anna@example.com", "complaint 17") == [person.id]
    assert LookUp.objects.get().reason == "complaint 17"
    written = b"".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    assert b"looked_up" in written
    assert b"anna" not in written
    assert b"complaint" not in written


def test_a_look_up_without_a_reason_is_not_done_and_one_that_finds_nobody_is_recorded_too():
    auditor = factories.principal(Role.AUDITOR)
    with pytest.raises(ValidationError):
        services.find(auditor, "email", "anna@example.com", "  ")
    assert not LookUp.objects.exists()
    assert services.find(auditor, "email", "nobody@example.com", "complaint") == []
    assert LookUp.objects.count() == 1


def test_a_process_that_serves_pages_lets_a_worker_find(settings):
    settings.MAPS_ROWS_TO_PEOPLE = False
    asked = []
    services.find(
        factories.principal(Role.DPO),
        "email",
        "a@example.com",
        "why",
        finder=lambda *said: asked.append(said) or [],
    )
    assert asked == [("email", "a@example.com", None)]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STEWARD, Role.ANALYST, Role.HEAD])
def test_others_do_not_look_people_up(role):
    who = factories.principal(role, factories.department() if role.of_department else None)
    with pytest.raises(PermissionDenied):
        services.find(who, "email", "a@example.com", "curious")
    with pytest.raises(PermissionDenied):
        services.erase(who, one().id)


def test_the_representative_erases_and_a_proof_needs_a_second_person():
    person, representative = one(), factories.principal(Role.REPRESENTATIVE)
    proof = services.seal_proof(representative, person.id, clock.now().date() + timedelta(days=9))
    services.erase(representative, person.id)
    opening = services.ask_to_open_proof(representative, proof, "claim 3")
    with pytest.raises(PermissionDenied):
        services.answer_proof(representative, opening, True)
    opened = services.answer_proof(factories.principal(Role.DPO), opening, True)
    assert opened["record"] == person.id.hex
    with pytest.raises(PermissionDenied):
        services.ask_to_open_proof(factories.principal(Role.AUDITOR), proof, "look")


def family():
    today = clock.now().date()
    born = pl.Series([date(today.year - 10, 6, 15), date(today.year - 40, 6, 15)])
    enrolled([("1", "kid@example.com", "1"), ("2", "mum@example.com", "2")], born=born)
    return find("email", "kid@example.com")[0], find("email", "mum@example.com")[0]


@pytest.fixture
def staff():
    return factories.principal(Role.DPO)


def test_art_8_a_guardian_answers_for_a_child_until_it_is_of_age(staff):
    child, mother = family()
    guardians.name_guardian(staff, child, mother)
    assert guardians.guardians_of(child) == [mother]
    grown = clock.now() + timedelta(days=366 * 7)
    assert guardians.guardians_of(child, grown) == []


def test_a_guardianship_that_ended_counts_for_what_happened_before(staff):
    child, mother = family()
    made = guardians.name_guardian(staff, child, mother)
    then = clock.now()
    guardians.end_guardianship(staff, made)
    assert guardians.guardians_of(child) == []
    assert guardians.guardians_of(child, then) == [mother]
    with pytest.raises(guardians.NotPossible):
        guardians.end_guardianship(staff, made)


def test_no_child_answers_for_another_and_no_adult_gets_a_guardian(staff):
    child, mother = family()
    enrolled([("9", "kid2@example.com", "9")], born=pl.Series([date(2020, 1, 1)]))
    other = find("email", "kid2@example.com")[0]
    with pytest.raises(guardians.NotPossible, match="Ein Kind kann nicht"):
        guardians.name_guardian(staff, child, other)
    with pytest.raises(guardians.NotPossible, match="Nichts spricht dafür"):
        guardians.name_guardian(staff, mother, child)
    with pytest.raises(PermissionDenied):
        guardians.name_guardian(factories.principal(Role.AUDITOR), child, mother)


def two():
    enrolled([("1", "a@example.com", "1001"), ("2", "b@example.com", "1002")])
    return find("email", "a@example.com")[0], find("email", "b@example.com")[0]


def test_who_was_merged_is_found_as_one_and_erased_as_one():
    first, second = two()
    merge(first, second, "same person", uuid4())
    assert find("email", "b@example.com") == [first]
    services.erase(factories.principal(Role.REPRESENTATIVE), second)
    assert not Subject.objects.filter(erased_at=None).exists()


def test_a_split_brings_back_what_was_and_cannot_be_done_twice():
    first, second = two()
    made = merge(first, second, "same person", uuid4())
    with pytest.raises(CannotMerge):
        merge(first, second, "again", uuid4())
    split(made, uuid4())
    assert find("email", "b@example.com") == [second]
    with pytest.raises(CannotMerge):
        split(made, uuid4())


def signed_and_verified():
    sequence_entries()
    return verified()


def test_reasons_of_look_ups_mergers_and_openings_are_compared_with_the_ledger(staff):
    _child, kept = family()
    representative = factories.principal(Role.REPRESENTATIVE)
    services.find(staff, "email", "kid@example.com", "complaint")
    made = merge(kept, _child, "registered twice", staff.actor)
    split(made, staff.actor)
    merge(kept, _child, "the very same", staff.actor)
    proof = services.seal_proof(representative, kept, clock.now().date() + timedelta(days=9))
    services.ask_to_open_proof(representative, proof, "claim 3")
    services.ask_to_open_proof(representative, proof, "claim 4")
    assert signed_and_verified()["ok"]


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("subjects_lookup", "looked_up"),
        ("subjects_merge", "merged"),
        ("subjects_proofopening", "proof_asked"),
    ],
)
def test_an_altered_reason_is_found(staff, table, kind):
    test_reasons_of_look_ups_mergers_and_openings_are_compared_with_the_ledger(staff)
    altered(table, "reason = 'another'")
    assert signed_and_verified()["kind"] == f"subjects.{kind}"


def test_the_reasons_of_a_proof_that_was_dropped_ended_lawfully():
    person, representative = one(), factories.principal(Role.REPRESENTATIVE)
    proof = services.seal_proof(representative, person.id, clock.now().date() - timedelta(days=1))
    services.ask_to_open_proof(representative, proof, "claim 3")
    drop_expired()
    assert signed_and_verified()["ok"]
