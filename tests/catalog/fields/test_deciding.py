"""People decide: their word outranks every scan, is remembered, and never overwrites a colleague's."""

import pytest
from django.db import IntegrityError, transaction

from catalog.fields.models import Field, FieldDecision, FieldHistory, Finding
from catalog.fields.precedence import Ruling
from catalog.fields.services.decisions import announce, decide
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import Decision, Event, FindingKind
from consent.evidence.commitment import Commitment, Digest, opens
from consent.evidence.models import Entry
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db
CONFIRM = Ruling(Decision.CONFIRMED)
REJECT = Ruling(Decision.REJECTED)
TO_FINANCIAL = Ruling(Decision.CHANGED, "financial")


@pytest.fixture
def shop(tmp_path):
    shop = systems.source(factories.department("Shop"), systems.system(tmp_path))
    systems.scanned(shop)
    return shop


@pytest.fixture
def steward(shop):
    return factories.principal(Role.STEWARD, shop.department)


def the(name):
    return Field.objects.filter(name=name)


def other_rules(monkeypatch, category="location"):
    """Let the next scans use rules that hold something else of every column."""
    from dataclasses import replace

    from catalog.fields import examining
    from catalog.fields.services import scans

    plain = examining.classify

    def better(columns, words):
        return [
            replace(verdict, category=category, personal=True, special=None)
            for verdict in plain(columns, words)
        ]

    monkeypatch.setattr(examining, "classify", better)
    monkeypatch.setattr(scans, "version_in_force", lambda: "other")


def test_confirming_keeps_the_category_and_says_who(shop, steward):
    decide(the("email"), steward, CONFIRM)
    email = the("email").get()
    assert (email.decision, email.category, email.decided_by) == ("confirmed", "contact.email", steward.actor)


def test_changing_needs_a_reason(shop, steward):
    with pytest.raises(NotPossible, match=r"Begründung|reason"):
        decide(the("email"), steward, TO_FINANCIAL)


def test_changing_to_a_special_category_marks_its_article(shop, steward):
    decide(the("email"), steward, Ruling(Decision.CHANGED, "special.health"), "Praxis-Adressen")
    assert the("email").get().special == "art9"


def test_rejecting_makes_it_not_personal(shop, steward):
    decide(the("allergie"), steward, REJECT, "Produkteigenschaft")
    field = the("allergie").get()
    assert (field.category, field.personal, field.special) == ("none", False, None)


def test_a_decision_survives_a_scan_and_better_rules(shop, steward, monkeypatch):
    decide(the("email"), steward, TO_FINANCIAL, "Zahlungsavis")
    other_rules(monkeypatch)
    systems.scanned(shop)
    assert the("email").get().category == "financial"


def test_better_rules_examine_what_nobody_has_decided(shop, monkeypatch):
    other_rules(monkeypatch)
    systems.scanned(shop)
    assert the("nachname").get().category == "location"
    assert Finding.objects.filter(kind=FindingKind.CHANGED_CATEGORY, field__name="nachname").exists()


def test_rules_that_disagree_with_a_person_become_a_finding(shop, steward, monkeypatch):
    decide(the("email"), steward, CONFIRM)
    other_rules(monkeypatch)
    systems.scanned(shop)
    finding = Finding.objects.get(kind=FindingKind.RULES_DISAGREE)
    assert (finding.field.name, finding.before, finding.after) == ("email", "contact.email", "location")


def test_a_rejection_is_remembered_when_the_column_comes_back(shop, steward, tmp_path):
    decide(the("allergie"), steward, REJECT, "Produkteigenschaft")
    systems.system(tmp_path, ["ALTER TABLE kunden DROP COLUMN allergie"])
    systems.scanned(shop)
    systems.system(tmp_path, ["ALTER TABLE kunden ADD COLUMN allergie TEXT"])
    systems.scanned(shop)
    field = the("allergie").get()
    assert (field.decision, field.category, field.gone_at) == ("rejected", "none", None)
    assert not Finding.objects.filter(kind=FindingKind.RULES_DISAGREE).exists()


def test_the_second_of_two_stewards_is_told(shop, steward):
    colleague = factories.principal(Role.STEWARD, shop.department)
    seen = announce(the("email"), colleague, CONFIRM).seen
    decide(the("email"), steward, TO_FINANCIAL, "Zahlungsavis")
    with pytest.raises(Overtaken):
        decide(the("email"), colleague, CONFIRM, seen=seen)
    assert the("email").get().decided_by == steward.actor


def test_many_fields_are_decided_at_once_and_told_in_numbers_before(shop, steward):
    personal = Field.objects.filter(personal=True)
    told = announce(personal, steward, CONFIRM)
    assert (told.count, told.special, told.decided) == (4, 1, 0)
    assert decide(personal, steward, CONFIRM, seen=told.seen).count == 4
    assert FieldHistory.objects.filter(event=Event.CONFIRMED).count() == 4


def test_a_steward_decides_on_the_own_department_only(shop):
    stranger = factories.principal(Role.STEWARD, factories.department())
    with pytest.raises(NotPossible):
        decide(the("email"), stranger, CONFIRM)


def test_an_auditor_and_an_analyst_decide_nothing(shop):
    for one in (factories.principal(Role.AUDITOR), factories.principal(Role.ANALYST, shop.department)):
        with pytest.raises(NotPossible):
            decide(the("email"), one, CONFIRM)


def test_the_ledger_holds_the_commitment_and_not_the_words(shop, steward):
    decision = decide(the("email"), steward, REJECT, "Gehört Frau Meyer")
    body = bytes(Entry.objects.get(pk=decision.evidence).body).decode()
    assert "Meyer" not in body
    import json
    import re

    digest = re.search(r'"reason":"sha256:([0-9a-f]{64})"', body.replace(" ", ""))[1]
    commitment = Commitment(bytes(decision.reason_nonce), Digest(bytes.fromhex(digest)))
    assert opens(commitment, "Gehört Frau Meyer")
    assert json.loads(body)


def test_history_and_decisions_cannot_be_rewritten(shop, steward):
    decide(the("email"), steward, CONFIRM)
    for model in (FieldHistory, FieldDecision):
        with pytest.raises(Exception, match=r"kept|update"), transaction.atomic():
            model.objects.update(category="none")


def test_the_database_refuses_a_decision_of_nobody(shop):
    with pytest.raises(IntegrityError), transaction.atomic():
        the("email").update(decision="confirmed")
