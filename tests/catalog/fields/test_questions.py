"""Where the rules are unsure, one question is put to whoever may decide; its answer is a decision."""

import re

import pytest
from django.urls import reverse

from catalog.fields.models import Field, FieldDecision
from catalog.fields.questions import ASKED, question_of
from catalog.fields.services.answering import answer
from catalog.fields.services.decisions import seen_state
from catalog.fields.services.problems import NotPossible, Overtaken
from consent.evidence.models import Entry
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(tmp_path):
    shop = systems.source(factories.department("Shop"), systems.system(tmp_path))
    systems.scanned(shop)
    # Unsure of the e-mail address alone: what the rules happen to doubt may change with them
    Field.objects.update(confidence=0.99, category_confidence=0.99)
    Field.objects.filter(name="email").update(category_confidence=0.4)
    return shop


@pytest.fixture
def unsure(shop):
    return Field.objects.select_related("source").get(name="email")


@pytest.fixture
def steward(shop):
    return factories.principal(Role.STEWARD, shop.department)


def shown(client, unsure):
    return client.get(reverse("field", args=[unsure.pk])).content.decode()


def test_the_list_counts_exactly_the_fields_that_have_a_question(shop):
    asked = set(Field.objects.filter(ASKED))
    assert asked == {one for one in Field.objects.all() if question_of(one)}
    assert {one.name for one in asked} == {"email"}


def test_an_answer_that_agrees_confirms_and_says_which_question_was_answered(unsure, steward):
    decision = answer(unsure, "contact.email", steward)
    unsure.refresh_from_db()
    assert (unsure.decision, unsure.category) == ("confirmed", "contact.email")
    assert "email" in decision.reason
    assert Entry.objects.filter(pk=decision.evidence).exists()


def test_an_answer_that_names_another_category_changes_it(unsure, steward):
    answer(unsure, "financial", steward)
    unsure.refresh_from_db()
    assert (unsure.decision, unsure.category) == ("changed", "financial")


def test_an_answer_that_no_person_is_meant_rejects_the_proposal(unsure, steward):
    answer(unsure, "none", steward)
    unsure.refresh_from_db()
    assert (unsure.decision, unsure.personal) == ("rejected", False)


def test_an_answer_outlasts_a_later_scan(unsure, steward, shop):
    answer(unsure, "financial", steward)
    systems.scanned(shop)
    unsure.refresh_from_db()
    assert (unsure.category, unsure.found_category) == ("financial", "contact.email")


def test_a_question_is_answered_once(unsure, steward):
    answer(unsure, "financial", steward)
    with pytest.raises(Overtaken):
        answer(unsure, "contact.email", steward)


def test_an_answer_on_an_older_state_is_not_taken(unsure, steward):
    with pytest.raises(Overtaken):
        answer(unsure, "financial", steward, seen=seen_state([(unsure.pk, 7)]))
    assert not FieldDecision.objects.exists()


def test_an_answer_that_was_not_offered_is_refused(unsure, steward):
    with pytest.raises(NotPossible):
        answer(unsure, "special.health", steward)


def test_the_page_asks_and_the_steward_answers(unsure, shop):
    client = factories.signed_in(Role.STEWARD, shop.department)
    seen = re.search(r'name="seen" value="(\w+)"', shown(client, unsure))[1]
    url = reverse("field_answer", args=[unsure.pk])
    client.post(url, {"answer": "financial", "seen": seen})
    assert "Offene Frage" not in shown(client, unsure)


def test_who_may_not_decide_sees_the_question_without_buttons(unsure, shop):
    page = shown(factories.signed_in(Role.AUDITOR), unsure)
    assert "Offene Frage" in page
    assert 'name="answer"' not in page


def test_an_analyst_may_not_answer(unsure, shop):
    client = factories.signed_in(Role.ANALYST, shop.department)
    assert client.post(reverse("field_answer", args=[unsure.pk]), {"answer": "none"}).status_code == 403


def test_the_next_question_follows_the_answer(unsure, shop):
    Field.objects.filter(name="nachname").update(category_confidence=0.4)
    client = factories.signed_in(Role.STEWARD, shop.department)
    assert "email" in client.get("/questions/").content.decode()
    url = reverse("field_answer", args=[unsure.pk])
    page = client.post(url, {"answer": "contact.email", "next": "/questions/"}, follow=True)
    assert "nachname" in page.content.decode()


def test_a_question_is_skipped_by_the_next_page(unsure, shop):
    Field.objects.filter(name="nachname").update(category_confidence=0.4)
    client = factories.signed_in(Role.STEWARD, shop.department)
    following = re.search(r'href="([^"]*)" rel="next"', client.get("/questions/").content.decode())[1]
    assert "nachname" in client.get("/questions/" + following.replace("&amp;", "&")).content.decode()


def test_another_department_s_questions_are_not_shown(shop):
    stranger = factories.signed_in(Role.STEWARD, factories.department("Logistik"))
    assert "email" not in stranger.get("/questions/").content.decode().split("<main")[1]


def test_an_administrator_sees_no_questions(shop):
    assert factories.signed_in(Role.ADMINISTRATOR).get("/questions/").status_code == 403


def test_the_api_asks_and_takes_an_answer(unsure, shop):
    client = factories.signed_in(Role.STEWARD, shop.department)
    asked = client.get("/api/v1/questions/").json()["results"]
    assert [one["field"] for one in asked] == [str(unsure.pk)]
    sent = {"answer": "financial", "seen": asked[0]["seen"]}
    url = f"/api/v1/fields/{unsure.pk}/answer/"
    assert client.post(url, sent, content_type="application/json").status_code == 200
    assert client.post(url, sent, content_type="application/json").status_code == 409


def test_the_api_refuses_answers_of_the_wrong_role_and_department(unsure, shop):
    url = f"/api/v1/fields/{unsure.pk}/answer/"
    for role, where, status in (
        (Role.ANALYST, shop.department, 403),
        (Role.STEWARD, factories.department("Logistik"), 404),
    ):
        sent = factories.signed_in(role, where).post(url, {"answer": "none"}, content_type="application/json")
        assert sent.status_code == status


def test_the_page_says_how_many_are_settled(unsure, shop, steward):
    Field.objects.filter(name="nachname").update(category_confidence=0.4)
    answer(unsure, "financial", steward)
    client = factories.signed_in(Role.STEWARD, shop.department)
    assert "1 von 2 unsicheren Feldern" in client.get("/questions/").content.decode()


def test_the_overview_leads_to_the_open_questions(unsure, shop):
    client = factories.signed_in(Role.STEWARD, shop.department)
    assert "1 offene Frage" in client.get("/overview/").content.decode()


def test_the_api_s_questions_are_the_readers_alone(unsure, shop):
    stranger = factories.signed_in(Role.STEWARD, factories.department("Logistik"))
    assert stranger.get("/api/v1/questions/").json()["results"] == []
    assert factories.signed_in(Role.ADMINISTRATOR).get("/api/v1/questions/").status_code == 403
