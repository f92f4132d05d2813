"""The API of this part: who sees what, and errors in one shape."""

import json

import pytest
from django.test import Client as Browser

from consent.parties.models import Controller
from consent.parties.permissions import Role
from tests.consent.parties.people import member, sign_in
from tests.factories import department

pytestmark = pytest.mark.django_db
ADDRESSES = ["me", "departments", "people", "controller"]


@pytest.mark.parametrize("address", [f"v1/{one}/" for one in ADDRESSES] + ["schema/"])
def test_strangers_get_401_as_problem(address):
    answer = Browser().get(f"/api/{address}")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 401


def test_what_is_not_there_is_a_problem_too():
    answer = Browser().get("/api/v1/nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_session_needs_the_csrf_token_for_changes():
    user = member()
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/api/v1/me/").status_code == 200
    answer = browser.post("/api/v1/me/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REPRESENTATIVE, Role.DPO, Role.AUDITOR])
def test_who_sees_the_whole_lists_all_people_and_departments(role):
    member(Role.STEWARD, department())
    browser = sign_in(member(role))
    assert len(browser.get("/api/v1/people/").json()["results"]) == 2
    assert len(browser.get("/api/v1/departments/").json()["results"]) == 1


def test_a_head_lists_their_own_people_with_their_roles_there_only():
    here, elsewhere = department(), department()
    user = member(Role.STEWARD, here)
    user.memberships.create(role=Role.ANALYST, department=elsewhere)
    member(Role.STEWARD, elsewhere)
    found = sign_in(member(Role.HEAD, here)).get("/api/v1/people/").json()["results"]
    assert len(found) == 2
    assert {role["department"] for one in found for role in one["roles"]} == {str(here.id)}


@pytest.mark.parametrize("role", [Role.STEWARD, Role.ANALYST])
def test_stewards_and_analysts_list_no_people_but_their_department(role):
    here = department()
    department()
    browser = sign_in(member(role, here))
    assert browser.get("/api/v1/people/").status_code == 403
    found = browser.get("/api/v1/departments/").json()["results"]
    assert [one["id"] for one in found] == [str(here.id)]


def test_somebody_without_a_role_sees_themselves_only():
    browser = sign_in(member())
    assert browser.get("/api/v1/me/").json()["everywhere"] == []
    assert browser.get("/api/v1/departments/").json()["results"] == []
    assert browser.get("/api/v1/people/").status_code == 403
    assert browser.get("/api/v1/controller/").status_code == 403


def test_the_controllers_record_names_its_authority():
    Controller.objects.create(legal_name="Hansen", land="HH", authority="hh.hmbbfdi")
    said = sign_in(member(Role.DPO)).get("/api/v1/controller/").json()
    assert said["authority_name"].startswith("Hamburg")


def test_the_description_names_both_ways_in_and_every_address():
    said = sign_in(member()).get("/api/schema/?format=json").json()
    assert said["openapi"].startswith("3.")
    flows = said["components"]["securitySchemes"]["oauth2"]["flows"]
    assert set(flows) == {"authorizationCode", "clientCredentials"}
    assert {f"/api/v1/{one}/" for one in ADDRESSES} <= set(said["paths"])


def test_its_page_shows_every_address_without_script_to_whoever_is_signed_in():
    browser = sign_in(member())
    paths = browser.get("/api/schema/?format=json").json()["paths"]
    text = browser.get("/api/docs/").content.decode()
    assert all(path in text for path in paths)
    assert "swagger" not in text.lower()
    assert Browser().get("/api/docs/")["Location"].startswith("/account/login/")
