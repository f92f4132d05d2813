"""What was decided of a column is proposed for the same column elsewhere, with its origin."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from catalog.fields.models import DeclinedProposal, Field, FieldDecision
from catalog.fields.precedence import Ruling
from catalog.fields.remembering import open_proposals, proposal_for
from catalog.fields.services.decisions import decide
from catalog.fields.services.problems import Overtaken
from catalog.fields.services.proposing import accept_proposals, decline_proposals
from catalog.fields.states import Decision
from consent.evidence.models import Entry
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


def shop(tmp_path, name):
    found = systems.source(factories.department(name), systems.system(tmp_path, name=f"{name}.db"), name)
    systems.scanned(found)
    return found


@pytest.fixture
def versand(tmp_path):
    return shop(tmp_path, "Versand")


@pytest.fixture
def laden(tmp_path):
    return shop(tmp_path, "Laden")


@pytest.fixture
def steward(versand):
    return factories.principal(Role.STEWARD, versand.department)


def the(source, name="email"):
    return Field.objects.select_related("source").get(source=source, name=name)


def decided(source, category="financial", name="email"):
    head = factories.principal(Role.STEWARD, source.department)
    decide(
        Field.objects.filter(pk=the(source, name).pk), head, Ruling(Decision.CHANGED, category), "Kontoauszug"
    )


@pytest.fixture
def proposed(versand, laden, steward):
    decided(laden)
    return proposal_for(the(versand), steward)


def test_a_decision_is_proposed_for_the_same_column_elsewhere(proposed, laden):
    assert (proposed.category, proposed.origin) == ("financial", the(laden).pk)


def test_decisions_that_contradict_each_other_propose_nothing(proposed, tmp_path, versand, steward):
    decided(shop(tmp_path, "Filiale"), "contact.phone")
    assert proposal_for(the(versand), steward) is None


def test_a_decided_field_is_proposed_nothing(proposed, versand, steward):
    decided(versand, "contact.phone")
    assert proposal_for(the(versand), steward) is None


def test_accepting_decides_and_the_reason_names_the_origin(proposed, versand, laden, steward):
    decision = accept_proposals([proposed.mark], steward)[0]
    assert (the(versand).decision, the(versand).category) == ("changed", "financial")
    assert str(the(laden).pk) in decision.reason
    assert Entry.objects.filter(pk=decision.evidence).exists()


def test_what_was_declined_is_not_proposed_again(proposed, versand, steward):
    decline_proposals([proposed.mark], steward)
    assert proposal_for(the(versand), steward) is None
    assert Entry.objects.filter(pk=DeclinedProposal.objects.get().evidence).exists()


def test_a_proposal_that_changed_since_is_not_accepted(proposed, laden, steward):
    decided(laden, "contact.phone")
    before = FieldDecision.objects.count()
    with pytest.raises(Overtaken):
        accept_proposals([proposed.mark], steward)
    assert FieldDecision.objects.count() == before


def test_the_field_s_page_hides_a_department_that_the_reader_may_not_see(proposed, versand):
    client = factories.signed_in(Role.STEWARD, versand.department)
    page = client.get(reverse("field", args=[the(versand).pk])).content.decode()
    assert "in einer anderen Abteilung" in page
    assert "Kontoauszug" not in page and "Laden" not in page.split("<main")[1]


def test_who_may_not_decide_sees_no_proposal(proposed, versand):
    client = factories.signed_in(Role.AUDITOR)
    assert proposed.mark not in client.get(reverse("field", args=[the(versand).pk])).content.decode()


def test_several_are_accepted_at_once_on_the_list(proposed, versand, laden, steward):
    decided(laden, "contact.phone", "nachname")
    client = factories.signed_in(Role.STEWARD, versand.department)
    assert proposed.mark in client.get("/proposals/").content.decode()
    marks = [proposal_for(one, steward).mark for one in open_proposals(steward).select_related("source")]
    client.post("/proposals/settle/", {"proposal": marks, "action": "accept"})
    assert len(marks) == 2
    assert (the(versand).category, the(versand, "nachname").category) == ("financial", "contact.phone")


def test_the_list_asks_few_queries_however_long_it_is(
    proposed, versand, laden, django_assert_max_num_queries
):
    decided(laden, "contact.phone", "nachname")
    client = factories.signed_in(Role.STEWARD, versand.department)
    with django_assert_max_num_queries(14):
        client.get("/proposals/")


def test_another_department_s_proposal_is_not_there(proposed):
    stranger = factories.signed_in(Role.STEWARD, factories.department("Logistik"))
    assert proposed.mark not in stranger.get("/proposals/").content.decode()
    sent = {"proposal": proposed.mark, "action": "accept"}
    assert stranger.post("/proposals/settle/", sent).status_code == 404


def test_an_analyst_may_neither_see_the_list_nor_settle(proposed, versand):
    client = factories.signed_in(Role.ANALYST, versand.department)
    assert client.get("/proposals/").status_code == 403
    assert client.post("/proposals/settle/", {"proposal": proposed.mark}).status_code == 403


def test_who_only_reads_the_department_may_not_accept(proposed):
    with pytest.raises(PermissionDenied):
        accept_proposals([proposed.mark], factories.principal(Role.AUDITOR))


def test_the_api_lists_and_accepts(proposed, versand):
    client = factories.signed_in(Role.STEWARD, versand.department)
    one = client.get("/api/v1/proposals/").json()["results"][0]
    assert (one["category"], one["department"], one["reason"]) == ("financial", "", "")
    sent = client.post("/api/v1/proposals/accept/", {"proposals": [one["mark"]]}, **JSON)
    assert (sent.status_code, sent.json()[0]["count"]) == (200, 1)
    assert the(versand).category == "financial"


def test_the_api_declines(proposed, versand):
    client = factories.signed_in(Role.STEWARD, versand.department)
    sent = client.post("/api/v1/proposals/decline/", {"proposals": [proposed.mark]}, **JSON)
    assert sent.json() == {"declined": 1}
    assert client.get("/api/v1/proposals/").json()["results"] == []


@pytest.mark.parametrize("deed", ["accept", "decline"])
def test_the_api_refuses_the_wrong_department_and_role(proposed, versand, deed):
    stranger = factories.signed_in(Role.STEWARD, factories.department("Logistik"))
    analyst = factories.signed_in(Role.ANALYST, versand.department)
    url, sent = f"/api/v1/proposals/{deed}/", {"proposals": [proposed.mark]}
    assert stranger.post(url, sent, **JSON).status_code == 404
    assert analyst.post(url, sent, **JSON).status_code == 403
    assert analyst.get("/api/v1/proposals/").status_code == 403


def test_the_api_says_409_where_a_proposal_no_longer_stands(proposed, laden, versand):
    decided(laden, "contact.phone")
    client = factories.signed_in(Role.STEWARD, versand.department)
    sent = client.post("/api/v1/proposals/accept/", {"proposals": [proposed.mark]}, **JSON)
    assert sent.status_code == 409
