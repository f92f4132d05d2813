"""The page that explains a decision: for the roles that may, with its reason recorded first."""

import pytest

from consent.decisions.models import Look
from consent.parties.permissions import Role
from tests.consent.decisions.test_bulk import given_to
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


def asked(client, what, who, reason="complaint"):
    question = {"purpose": what.key, "who": str(who), "categories": ["behaviour"], "reason": reason}
    return client.post("/decisions/", question)


def test_a_decision_is_explained_step_by_step_and_the_look_recorded_with_its_reason():
    what, people = given_to(1)
    page = asked(signed_in(Role.DPO), what, people[0])
    assert page.context["decision"].allowed and "consent_stands" in page.text
    assert Look.objects.get().reason == "complaint"


def test_without_a_reason_nothing_is_answered():
    what, people = given_to(1)
    page = asked(signed_in(Role.AUDITOR), what, people[0], "")
    assert "decision" not in page.context and not Look.objects.exists()


def test_a_role_without_the_right_gets_403_and_another_departments_purpose_is_no_choice():
    what, people = given_to(1)
    assert asked(signed_in(Role.ADMINISTRATOR), what, people[0]).status_code == 403
    assert "decision" not in asked(signed_in(Role.STEWARD, department()), what, people[0]).context
