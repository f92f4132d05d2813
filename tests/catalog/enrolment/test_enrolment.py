"""People of sources: declared columns, runs that survive, questions that a steward settles and undoes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from catalog.enrolment.models import Enrolment
from catalog.enrolment.proposing import propose
from catalog.enrolment.services import running
from catalog.enrolment.services.declaring import Column, Declaration, declare
from catalog.enrolment.services.running import queue_enrolment, start_enrolment, work_on
from catalog.enrolment.services.settling import people_of, questions, reopen, settle
from catalog.enrolment.states import EnrolmentState, IdentifierKind
from catalog.fields.services.problems import NotPossible
from consent.evidence.models import Entry
from consent.law import clock
from consent.subjects.merging import same_person
from consent.subjects.models import Answer, Conflict, SourceLink, Subject
from tests import factories
from tests.catalog.enrolment.conftest import customers, field, table, tickets
from tests.consent.evidence.test_kept import altered
from tests.consent.evidence.test_verification import verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


def enrolled(source):
    run = queue_enrolment(source, None)
    work_on(run.pk)
    run.refresh_from_db()
    return run


def test_everybody_in_a_declared_table_is_known_to_the_vault_with_the_age_sealed(declared):
    run = enrolled(declared)
    assert (run.state, run.rows, run.people, run.questions) == (EnrolmentState.DONE, 3, 3, 1)
    child = Subject.objects.get(guardian_until__gt=clock.now().date())
    assert child.guardian_until == date(2036, 3, 1)


def test_enrolling_again_finds_everybody_linked(declared):
    enrolled(declared)
    again = enrolled(declared)
    assert (again.linked_before, again.people) == (3, 0)


def test_another_source_joins_by_address_and_by_the_shops_numbers_and_guesses_nothing(declared, desk):
    enrolled(declared)
    steward = factories.principal("steward", desk.department)
    declare(steward, table(desk), tickets(declared))
    run = enrolled(desk)
    assert (run.joined, run.made, run.unclear) == (2, 0, 1)


def test_the_proposal_comes_from_what_the_fields_were_found_to_be(shop):
    proposal = propose(table(shop).fields.order_by("position"))
    assert proposal.key == field("kunden_nr")
    assert proposal.kinds[field("email")] == IdentifierKind.EMAIL
    assert proposal.kinds[field("kunden_nr")] == IdentifierKind.CUSTOMER_NUMBER


def test_without_a_declared_column_nothing_starts(shop, steward):
    with pytest.raises(NotPossible, match="Spalten"):
        start_enrolment(steward, shop)
    with pytest.raises(NotPossible, match="mindestens eine"):
        declare(steward, table(shop), Declaration(field("kunden_nr"), True, []))


def test_a_column_of_another_table_is_refused(shop, desk, steward):
    said = Declaration(field("kunden_nr"), True, [Column(field("absender"), IdentifierKind.EMAIL)])
    with pytest.raises(NotPossible, match="nicht mehr"):
        declare(steward, table(shop), said)


def test_only_the_departments_steward_declares_and_starts(shop, declared):
    stranger = factories.principal("steward", factories.department())
    with pytest.raises(PermissionDenied):
        declare(stranger, table(shop), customers(shop))
    with pytest.raises(PermissionDenied):
        start_enrolment(stranger, shop)
    with pytest.raises(PermissionDenied):
        start_enrolment(factories.principal("administrator"), shop)


def test_one_enrolment_of_a_source_at_a_time(declared):
    queue_enrolment(declared, None)
    with pytest.raises(NotPossible, match="gerade schon"):
        queue_enrolment(declared, None)


def test_what_a_killed_worker_left_is_taken_up_by_another(declared):
    run = queue_enrolment(declared, None)
    assert running._claim(run.pk) is not None
    work_on(run.pk)
    assert Enrolment.objects.get().state == EnrolmentState.RUNNING
    with clock.stopped_at(clock.now() + running.STALE_AFTER * 2):
        assert running.abandoned() == [run.pk]
        work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.interruptions, run.people) == (EnrolmentState.DONE, 1, 3)


def test_a_source_that_is_gone_fails_with_its_reason(declared, tmp_path):
    (tmp_path / "shop.db").unlink()
    run = enrolled(declared)
    assert run.state == EnrolmentState.FAILED
    assert run.error


def test_one_person_by_decision_and_two_again_when_it_is_undone(declared, steward):
    enrolled(declared)
    question = questions(steward).get()
    people = people_of(steward, question)
    assert sorted(row.key for person in people for row in person.rows) == ["1002", "1003"]
    first, second = (person.record for person in people)
    settle(steward, question, Answer.ONE, "same birthday, same handwriting")
    assert set(same_person([second])[second]) == {first, second}
    reopen(steward, question)
    assert same_person([second])[second] == [second]


def test_a_merged_person_joins_like_one(declared, desk, steward):
    enrolled(declared)
    settle(steward, questions(steward).get(), Answer.ONE, "registered twice")
    declare(factories.principal("steward", desk.department), table(desk), tickets(declared))
    assert enrolled(desk).joined == 3


def test_a_decision_needs_a_reason_and_a_steward_of_the_department(declared, steward):
    enrolled(declared)
    question = Conflict.objects.get()
    with pytest.raises(NotPossible, match="Begründung"):
        settle(steward, question, Answer.DIFFERENT, " ")
    stranger = factories.principal("steward", factories.department())
    assert not questions(stranger).exists()
    with pytest.raises(PermissionDenied):
        settle(stranger, question, Answer.DIFFERENT, "no")


def test_keys_of_another_departments_rows_are_not_shown(declared):
    enrolled(declared)
    stranger = factories.principal("steward", factories.department())
    assert {row.key for person in people_of(stranger, Conflict.objects.get()) for row in person.rows} == {""}


def test_no_key_and_no_address_stands_in_the_ledger_or_in_a_link(declared, steward):
    enrolled(declared)
    settle(steward, questions(steward).get(), Answer.DIFFERENT, "mother and child")
    written = b"".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    written += b"".join(bytes(sealed) for sealed in SourceLink.objects.values_list("sealed", flat=True))
    for value in (b"1002", b"familie@example.com", b"mother"):
        assert value not in written.replace(b"-", b"")


def test_the_reason_of_the_answer_that_counts_is_compared_with_the_ledger(declared, steward):
    enrolled(declared)
    for answer in (Answer.ONE, Answer.DIFFERENT):
        settle(steward, questions(steward).get(), answer, f"found {answer} on paper")
        assert verified()["ok"]
        if answer is Answer.ONE:
            reopen(steward, questions(steward).get())
            assert verified()["ok"]
    altered("subjects_conflict", "reason = 'never said'")
    assert verified()["kind"] == "enrolment.settled"
