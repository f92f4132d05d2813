"""Purposes and notices against the ledger: words that were altered after the fact are found."""

import pytest

from consent.evidence.sequencing import sequence_entries
from consent.law.basis import Art6
from consent.purposes.services import (
    end_purpose,
    give_opinion,
    propose_change,
    record_difference,
    redraft,
)
from consent.purposes.services.notices import draft_version, publish_version, send_back
from consent.purposes.services.notices import propose_change as assess
from tests.consent.consents import cases
from tests.consent.evidence.test_kept import altered
from tests.consent.evidence.test_verification import verified
from tests.consent.purposes.proposals import House, basis, identity
from tests.consent.purposes.told import draft, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def verifies():
    sequence_entries()
    return verified()


@pytest.mark.parametrize("art6", list(Art6))
def test_a_purpose_from_its_proposal_to_its_change_verifies(house, art6):
    purpose = house.in_force(basis(art6))
    assert verifies()["ok"]
    draft_of_change = propose_change(house.steward, purpose, basis(categories=frozenset({"name", "address"})))
    redraft(house.steward, draft_of_change, basis(categories=frozenset({"name"})))
    assert verifies()["ok"]
    give_opinion(house.dpo, draft_of_change, False, "Please not.")
    assert verifies()["ok"]


def test_a_rewritten_proposal_verifies_by_its_last_words(house):
    version = house.proposed(who=identity("erste"))
    redraft(house.steward, version, basis(), identity("zweite"))
    assert verifies()["ok"]


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("purposes_purposeversion", "categories = '{name}'", "purposes.proposed"),
        ("purposes_purposeversion", "opinion = 'Never said.'", "purposes.advised"),
        ("purposes_purposeversion", "opinion_by = gen_random_uuid()", "purposes.advised"),
        ("purposes_purpose", "name_de = 'Anders'", "purposes.proposed"),
    ],
)
def test_an_altered_purpose_is_found(house, table, change, kind):
    house.in_force()
    assert verifies()["ok"]
    altered(table, change)
    assert verifies()["kind"] == kind


def test_an_altered_end_or_difference_is_found(house):
    first, second = house.in_force(), house.in_force()
    record_difference(house.representative, first, second, "Another kind of customer.")
    end_purpose(house.head, first, reason="No longer needed.")
    assert verifies()["ok"]
    altered("purposes_difference", "reason = 'Never said.'")
    assert verifies()["kind"] == "purposes.distinguished"


@pytest.fixture
def told(house):
    """A notice that was drafted, assessed, sent back, drafted anew and published."""
    about = notice(house.steward, house.where)
    newsletter = cases.purpose(where=house.where)
    number = draft_version(house.steward, about, draft(newsletter)).number
    assess(house.steward, about, number, False, "nur Worte")
    send_back(house.head, about, number, "stimmt nicht")
    assert verifies()["ok"]
    draft_version(house.steward, about, draft(newsletter, words={"first_layer": "Anders gesagt."}))
    assess(house.steward, about, number, False, "jetzt wirklich")
    assert verifies()["ok"]
    publish_version(house.head, about, number, None, "einverstanden")
    return about


def test_a_notice_from_its_draft_to_its_publication_verifies(told):
    assert verifies()["ok"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("rendered = rendered || 'x'::bytea", "copies"),
    ],
)
def test_an_altered_notice_is_found(told, change, field):
    altered("purposes_noticeversion", change)
    result = verifies()
    assert result["found"] == "kept_altered"
    assert result["field"] == field
