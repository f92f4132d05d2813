"""How a purpose gets its basis: proposed, advised on, decided, each by somebody else; and how it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from consent.consents.recording import Said, say
from consent.decisions import may
from consent.evidence.entry import read_entry
from consent.evidence.keeping import Standing, compared
from consent.evidence.models import Entry
from consent.law import clock
from consent.law.basis import Art6
from consent.law.standing import Kind
from consent.parties.ownership import Refused
from consent.parties.permissions import Role
from consent.purposes import origins
from consent.purposes.faults import faults_of
from consent.purposes.models import Difference, Purpose, PurposeVersion
from consent.purposes.origins import Unknown
from consent.purposes.services import (
    Invalid,
    Lacking,
    decide,
    end_purpose,
    give_opinion,
    propose,
    propose_change,
    record_difference,
    redraft,
    version_at,
)
from consent.purposes.services.purposes_common import UnknownOrigin
from consent.purposes.states import VersionState
from consent.subjects.models import Subject
from tests.conftest import owner_role
from tests.consent.purposes.proposals import House, balanced, basis, identity
from tests.factories import department, principal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def rules(version):
    return [fault.rule for fault in faults_of(version)]


def recorded():
    return [bytes(body).decode() for body in Entry.objects.values_list("body", flat=True)]


@pytest.mark.parametrize("art6", list(Art6))
def test_on_each_basis_a_purpose_comes_into_force_by_proposal_opinion_and_decision(house, art6):
    purpose = house.in_force(basis(art6))
    now = clock.now()
    found = version_at(purpose.id, now, now)
    assert found is not None and found.art6 is art6 and found.accepted


def test_a_proposal_of_which_something_lacks_stays_a_draft_and_names_the_article(house):
    version = house.proposed(basis(Art6.CONTRACT, contract=""))
    assert version.state is VersionState.DRAFT
    assert [(fault.rule, fault.article) for fault in faults_of(version)] == [("contract_named", "6-1-b")]
    with pytest.raises(Refused):
        give_opinion(house.dpo, version, True, "Fine.")


def test_a_draft_that_is_completed_asks_for_the_opinion(house):
    version = house.proposed(basis(Art6.LEGITIMATE_INTERESTS, balancing=None))
    assert rules(version) == ["balancing_test"]
    assert redraft(house.steward, version, basis(Art6.LEGITIMATE_INTERESTS)).state is VersionState.ASKED


def test_a_balancing_test_without_a_day_for_its_review_stays_a_draft(house):
    from dataclasses import replace

    lacking = replace(balanced(), review_on=None)
    version = house.proposed(basis(Art6.LEGITIMATE_INTERESTS, balancing=lacking))
    assert rules(version) == ["balancing_review"] and version.state is VersionState.DRAFT


def test_art_9_special_categories_without_a_condition_stay_a_draft(house):
    version = house.proposed(basis(categories=frozenset({"special.health"})))
    assert rules(version) == ["special_needs_condition"]


def test_values_that_cannot_be_taken_are_named_by_field(house):
    with pytest.raises(Invalid) as refused:
        propose(
            house.steward,
            house.where,
            identity("Bad Key", kinds=("Nonsense",)),
            basis(categories=frozenset()),
        )
    assert {"key", "kinds", "categories"} == set(refused.value.problems)
    assert not Purpose.objects.exists()


def test_a_key_is_taken_once(house):
    house.proposed(who=identity("newsletter"))
    with pytest.raises(Invalid):
        house.proposed(who=identity("newsletter"))


@pytest.mark.parametrize("role", [Role.DPO, Role.REPRESENTATIVE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_whoever_belongs_to_no_department_proposes_nothing(house, role):
    with pytest.raises(PermissionDenied):
        propose(principal(role), house.where, identity(), basis())


def test_nobody_proposes_for_another_department(house):
    with pytest.raises(PermissionDenied):
        propose(principal(Role.HEAD, department()), house.where, identity(), basis())


@pytest.mark.parametrize("role", [Role.HEAD, Role.STEWARD, Role.ANALYST])
def test_art_38_only_the_data_protection_officer_gives_the_opinion(house, role):
    with pytest.raises(PermissionDenied):
        give_opinion(principal(role, house.where), house.proposed(), True, "Fine.")


def test_art_38_6_the_data_protection_officer_does_not_decide(house):
    with pytest.raises(PermissionDenied):
        decide(house.dpo, house.advised(), True)


def test_four_eyes_whoever_proposed_does_not_decide(house):
    version = propose(house.head, house.where, identity(), basis())
    give_opinion(house.dpo, version, True, "Fine.")
    with pytest.raises(Refused):
        decide(house.head, version, True)
    assert decide(house.representative, version, True).state is VersionState.IN_FORCE


def test_whoever_changes_a_proposal_is_its_proposer(house):
    version = redraft(house.head, house.proposed(), basis(direct_marketing=True))
    give_opinion(house.dpo, version, True, "Fine.")
    with pytest.raises(Refused):
        decide(house.head, version, True)


def test_the_head_of_another_department_does_not_decide(house):
    with pytest.raises(PermissionDenied):
        decide(principal(Role.HEAD, department()), house.advised(), True)


def test_an_opinion_on_words_that_were_changed_meanwhile_is_not_taken(house):
    version = house.proposed()
    seen = version.asked_at
    redraft(house.steward, version, basis(direct_marketing=True))
    with pytest.raises(Refused):
        give_opinion(house.dpo, version, True, "Fine.", seen=seen)


@pytest.mark.parametrize(("favourable", "accepted"), [(False, True), (True, False)])
def test_departing_from_the_opinion_takes_a_reason(house, favourable, accepted):
    version = house.advised(favourable=favourable)
    with pytest.raises(Refused):
        decide(house.head, version, accepted)
    assert decide(house.head, version, accepted, "Because of this.").accepted is accepted


def test_nothing_changes_after_the_opinion(house):
    with pytest.raises(Refused):
        redraft(house.steward, house.advised(), basis(direct_marketing=True))


def test_a_new_basis_is_a_new_version_that_ends_the_one_before(house):
    purpose = house.in_force(basis(Art6.CONTRACT))
    then = clock.now()
    decide(house.head, house.changed(purpose, basis(Art6.LEGAL_OBLIGATION)), True)
    now = clock.now()
    old, new = version_at(purpose.id, then, now), version_at(purpose.id, now, now)
    assert old is not None and old.art6 is Art6.CONTRACT
    assert new is not None and new.art6 is Art6.LEGAL_OBLIGATION


def test_a_refused_change_leaves_the_basis_as_it_was(house):
    purpose = house.in_force(basis(Art6.CONTRACT))
    decide(house.head, house.changed(purpose, basis(Art6.LEGAL_OBLIGATION)), False, "No.")
    now = clock.now()
    found = version_at(purpose.id, now, now)
    assert found is not None and found.art6 is Art6.CONTRACT


def test_one_version_waits_at_a_time(house):
    purpose = house.in_force()
    propose_change(house.steward, purpose, basis(direct_marketing=True))
    with pytest.raises(Refused):
        propose_change(house.steward, purpose, basis())


def test_a_basis_may_come_into_force_later_but_never_in_the_past(house):
    version = house.advised()
    with pytest.raises(Refused):
        decide(house.head, version, True, in_force_from=clock.now() - timedelta(days=1))
    later = decide(house.head, version, True, in_force_from=clock.now() + timedelta(days=1))
    assert later.state is VersionState.COMING


def test_art_7_3_consent_is_left_only_by_the_representatives_own_words(house):
    version = house.changed(house.in_force(), basis(Art6.CONTRACT))
    with pytest.raises(Lacking) as lacking:
        decide(house.head, version, True)
    assert [fault.article for fault in lacking.value.faults] == ["7-3"]
    with pytest.raises(PermissionDenied):
        decide(house.head, version, True, consent_left_because="We need it.")
    held = decide(house.representative, version, True, consent_left_because="The law asks for it now.")
    assert held.state is VersionState.IN_FORCE


def test_consent_is_no_fallback_for_a_kindred_purpose_on_another_basis(house):
    post = house.in_force(basis(Art6.LEGITIMATE_INTERESTS))
    version = house.advised()
    with pytest.raises(Lacking) as lacking:
        decide(house.head, version, True)
    assert [fault.rule for fault in lacking.value.faults] == ["consent_no_fallback"]
    record_difference(house.representative, post, version.purpose, "Another channel, told apart everywhere.")
    assert decide(house.head, version, True).state is VersionState.IN_FORCE


def test_a_broader_kind_of_purpose_is_kindred_too(house):
    house.in_force(basis(Art6.LEGITIMATE_INTERESTS))
    assert rules(house.proposed(who=identity(kinds=("Marketing",)))) == ["consent_no_fallback"]


def test_only_the_representative_records_why_a_refusal_does_not_carry_over(house):
    one, other = house.in_force(), house.in_force()
    for somebody in (house.head, house.dpo, house.steward):
        with pytest.raises(PermissionDenied):
            record_difference(somebody, one, other, "They differ.")
    record_difference(house.representative, one, other, "They differ.")
    with pytest.raises(Refused):
        record_difference(house.representative, one, other, "They differ again.")


def test_purposes_that_are_not_kindred_need_no_difference(house):
    one = house.in_force()
    other = house.in_force(who=identity(kinds=("CustomerCare",)))
    with pytest.raises(Refused):
        record_difference(house.representative, one, other, "They differ.")


def test_a_purpose_that_ended_permits_nothing_more_and_what_was_to_come_never_comes(house):
    purpose = house.in_force(basis(Art6.CONTRACT))
    later = clock.now() + timedelta(days=3)
    decide(house.head, house.changed(purpose, basis(Art6.LEGAL_OBLIGATION)), True, in_force_from=later)
    end_purpose(house.head, purpose, "We stopped the shop.")
    now = clock.now()
    assert version_at(purpose.id, now, now) is None
    assert version_at(purpose.id, later + timedelta(days=1), now) is None
    with pytest.raises(Refused):
        end_purpose(house.head, purpose, "Again.")


def test_the_dpo_ends_no_purpose(house):
    with pytest.raises(PermissionDenied):
        end_purpose(house.dpo, house.in_force(), "Stop it.")


def test_every_act_is_in_the_ledger_and_none_of_its_words(house):
    purpose = house.in_force()
    end_purpose(house.head, purpose, "We stopped.")
    said = " ".join(recorded())
    for kind in ("proposed", "asked", "advised", "decided", "ended"):
        assert f"purposes.{kind}" in said
    assert "This is how I see it" not in said and "We stopped" not in said


def test_nothing_of_a_refused_act_remains(house):
    version = house.advised(favourable=False)
    before = len(recorded())
    with pytest.raises(Refused):
        decide(house.head, version, True)
    assert len(recorded()) == before
    assert PurposeVersion.objects.get(pk=version.pk).decided_at is None


def refused_by_the_database(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_postgresql_keeps_what_the_opinion_was_given_on(house):
    version = house.advised(basis(Art6.LEGITIMATE_INTERESTS))
    purposes = Purpose.objects.filter(pk=version.purpose_id)
    refused_by_the_database(lambda: purposes.update(kinds=["CustomerCare"]))
    refused_by_the_database(lambda: type(version.balancing).objects.update(interest="another"))


def test_postgresql_keeps_a_recorded_difference(house):
    made = record_difference(house.representative, house.in_force(), house.in_force(), "They differ.")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Difference.objects.filter(pk=made.pk).delete()


class Nobody:
    """A keeper of data that knows of one field that nobody knows what it was collected for."""

    def unknown(self, categories, subjects):
        gap = Unknown("no_purpose", "nobody knows what for", "Shop", 1)
        return [gap] if "contact.email" in categories else []


@pytest.fixture
def unknown_origin(monkeypatch):
    monkeypatch.setattr(origins, "_registered", [Nobody()])


def test_art_5_1_b_data_of_unknown_origin_deny_a_new_purpose_and_no_other(house, unknown_origin):
    version = house.advised()
    with pytest.raises(UnknownOrigin):
        decide(house.head, version, True)
    assert decide(house.head, version, False, "Not yet known.").state is VersionState.REFUSED
    known = house.advised(basis(categories=frozenset({"address"})))
    assert decide(house.head, known, True).state is VersionState.IN_FORCE


def test_another_basis_for_data_that_a_purpose_covers_already_is_no_new_purpose(house, monkeypatch):
    purpose = house.in_force(basis(Art6.CONTRACT))
    monkeypatch.setattr(origins, "_registered", [Nobody()])
    held = decide(house.head, house.changed(purpose, basis(Art6.LEGAL_OBLIGATION)), True)
    assert held.state is VersionState.IN_FORCE


def test_words_that_were_altered_behind_the_ledger_are_found(house):
    purpose = house.in_force()
    entries = [read_entry(bytes(body)) for body in Entry.objects.values_list("body", flat=True)]
    assert {one.standing for one in compared(entries).values()} == {Standing.MATCHES}
    with owner_role(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE purposes_purposeversion DISABLE TRIGGER USER")
        cursor.execute("UPDATE purposes_purposeversion SET opinion = 'Stop it.', law = 'none'")
        cursor.execute("ALTER TABLE purposes_purposeversion ENABLE TRIGGER USER")
    altered = [one for one in compared(entries).values() if one.wrong]
    assert {one.record for one in altered} == {str(purpose.versions.get().id)}
    assert {one.field for one in altered} == {"words", "proposal"}


def test_a_refusal_denies_under_a_broader_kind_until_the_representative_tells_them_apart(house):
    news = house.in_force()
    who = Subject.objects.create().id
    say(Said("k", who, news.id, Kind.REFUSED, "web"), None)
    wider = house.in_force(who=identity(kinds=("Marketing",)))
    denied = may(wider.id, who, frozenset({"contact.email"}))
    assert denied.rule == "not_refused_elsewhere"
    before = clock.now()
    record_difference(house.representative, wider, news, "Another brand, told apart everywhere.")
    assert may(wider.id, who, frozenset({"contact.email"})).rule == "consent_stands"
    past = may(wider.id, who, frozenset({"contact.email"}), at=before, known_at=before)
    assert past.rule == "not_refused_elsewhere"
