"""The pages about the people of a source: a steward declares, starts, watches, settles; others do not."""

import re

import pytest
from django.urls import reverse

from catalog.enrolment.models import Enrolment, PeopleTable
from catalog.enrolment.services.running import queue_enrolment, work_on
from catalog.enrolment.states import EnrolmentState
from consent.parties.permissions import Role
from consent.subjects.models import Conflict, Merge
from tests import factories
from tests.catalog.enrolment.conftest import field, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(department):
    return factories.signed_in(Role.STEWARD, department)


@pytest.fixture
def enrolled(declared):
    work_on(queue_enrolment(declared, None).pk)
    return declared


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_steward_confirms_the_proposal_as_the_form_shows_it(client, shop):
    url = reverse("declare_people", args=[table(shop).pk])
    page = client.get(url).content.decode()
    chosen = dict(re.findall(r'<select[^>]*name="([^"]+)"(?:(?!</select>).)*?value="([^"]+)" selected', page))
    assert chosen["key"] == str(field("kunden_nr"))
    answer = client.post(url, {**chosen, "rows": "one"})
    assert answer.url == reverse("source_people", args=[shop.pk])
    held = PeopleTable.objects.get()
    assert {one.kind for one in held.identifiers.all()} == {"customer_number", "email"}
    assert held.one_row_each


def test_what_was_confirmed_is_shown_when_it_is_changed(client, declared):
    said = text(client.get(reverse("declare_people", args=[table(declared).pk])))
    assert "Bestätigt" in said or "Confirmed" in said


def test_a_form_without_a_choice_of_rows_says_what_is_missing(client, shop):
    url = reverse("declare_people", args=[table(shop).pk])
    said = text(client.post(url, {"key": str(field("kunden_nr"))}, follow=True))
    assert "Schlüssel" in said
    assert not PeopleTable.objects.exists()


def test_a_started_enrolment_shows_where_every_row_went(client, declared, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("enrol_people", args=[declared.pk]))
    run = Enrolment.objects.get()
    assert run.state == EnrolmentState.DONE
    assert answer.url == reverse("enrolment", args=[run.pk])
    assert "n = 3" in text(client.get(answer.url))


def test_progress_polls_only_while_it_is_under_way(client, declared):
    run = queue_enrolment(declared, None)
    alone = {"HX-Request": "true", "HX-Target": "progress"}
    url = reverse("enrolment", args=[run.pk])
    assert "hx-trigger" in client.get(url, headers=alone).content.decode()
    work_on(run.pk)
    assert "hx-trigger" not in client.get(url, headers=alone).content.decode()


def test_a_question_is_settled_and_opened_again(client, enrolled):
    question = Conflict.objects.get()
    assert (
        reverse("people_question", args=[question.pk])
        in client.get(reverse("people_questions", args=[enrolled.pk])).content.decode()
    )
    said = text(client.get(reverse("people_question", args=[question.pk])))
    assert "1002" in said and "1003" in said
    url = reverse("settle_question", args=[question.pk])
    assert "Begründung" in text(client.post(url, {"answer": "one", "reason": ""}, follow=True))
    client.post(url, {"answer": "one", "reason": "doppelt angelegt"})
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert "doppelt angelegt" in text(client.get(reverse("people_question", args=[question.pk])))
    settled = client.get(reverse("people_questions", args=[enrolled.pk]), {"state": "settled"})
    assert "eine Person" in text(settled)
    client.post(url, {"answer": "again"})
    assert not Merge.objects.filter(undone_at=None).exists()


def addresses(source):
    question = Conflict.objects.get().pk
    return {
        "source_people": reverse("source_people", args=[source.pk]),
        "enrolment": reverse("enrolment", args=[Enrolment.objects.latest("created_at").pk]),
        "declare_people": reverse("declare_people", args=[table(source).pk]),
        "enrol_people": reverse("enrol_people", args=[source.pk]),
        "people_questions": reverse("people_questions", args=[source.pk]),
        "people_question": reverse("people_question", args=[question]),
        "settle_question": reverse("settle_question", args=[question]),
    }


POSTED = {"enrol_people", "settle_question"}
READERS = {"administrator", "representative", "dpo", "auditor", "head", "steward"}
ALLOWED = {
    "source_people": READERS,
    "enrolment": READERS,
    "declare_people": {"head", "steward"},
    "enrol_people": {"head", "steward"},
    "people_questions": {"head", "steward"},
    "people_question": {"head", "steward"},
    "settle_question": {"head", "steward"},
}


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_gets_what_it_may_and_nothing_else(enrolled, department, role):
    client = factories.signed_in(role, department if Role(role).of_department else None)
    got = {}
    for name, url in addresses(enrolled).items():
        got[name] = (client.post if name in POSTED else client.get)(url).status_code
    assert {name for name, status in got.items() if status in {200, 302}} == {
        name for name, roles in ALLOWED.items() if role in roles
    }
    assert set(got.values()) <= {200, 302, 403}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_steward_of_another_department_does_not_see_that_it_exists(enrolled, name):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    ask = stranger.post if name in POSTED else stranger.get
    assert ask(addresses(enrolled)[name]).status_code == 404


@pytest.mark.parametrize("name", sorted(ALLOWED.keys() - POSTED))
def test_a_stranger_is_asked_to_sign_in(enrolled, client, name):
    client.logout()
    assert "/account/login/" in client.get(addresses(enrolled)[name]).url
