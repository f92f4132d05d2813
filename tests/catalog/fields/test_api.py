"""The API: the same scans, fields, decisions and findings, for programs; problems are problem+json."""

import pytest
from django.urls import reverse

from catalog.fields.models import Field, Finding, Scan
from catalog.fields.services import scans
from catalog.fields.states import Trigger
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def department():
    return factories.department("Versand")


@pytest.fixture
def shop(tmp_path, department):
    shop = systems.source(department, systems.system(tmp_path), "Laden")
    systems.scanned(shop)
    systems.system(tmp_path, ["ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT"])
    systems.scanned(shop)
    return shop


@pytest.fixture
def steward(department):
    return factories.signed_in(Role.STEWARD, department)


def the(name):
    return Field.objects.get(name=name)


def test_fields_are_found_by_a_question(steward, shop):
    found = steward.get("/api/v1/fields/", {"q": "health data about customers"}).json()
    assert [one["name"] for one in found["results"]] == ["allergie"]


def test_fields_are_paged_by_key(steward, shop):
    names, url = [], "/api/v1/fields/?page_size=3"
    while url:
        page = steward.get(url).json()
        names += [one["name"] for one in page["results"]]
        url = page["next"]
    assert len(names) == len(set(names)) == 8
    assert names[0] == "allergie"


@pytest.mark.parametrize(
    "query",
    [
        "category=nonsense",
        "decision=perhaps",
        "special=maybe",
        "collection=7",
        "source=6a0f9a3e-0000-4000-8000-000000000000",
    ],
)
def test_a_filter_that_is_not_understood_is_refused_and_not_left_out(steward, shop, query):
    answer = steward.get(f"/api/v1/fields/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["errors"]


def test_a_bulk_decision_over_a_mistyped_query_decides_nothing(steward, shop):
    asked = {"query": "category=nonsense", "action": "confirm", "reason": "geprüft"}
    assert steward.post("/api/v1/fields/decide/", asked, **JSON).status_code == 400


def test_a_forged_cursor_is_refused_in_one_sentence(steward, shop):
    answer = steward.get("/api/v1/fields/?cursor=forged")
    assert answer.status_code == 400
    assert "cursor" in answer.json()["errors"]


def test_one_field_tells_reasons_and_history(steward, shop):
    told = steward.get(reverse("api_field", args=[the("email").pk])).json()
    assert set(told["reasons"][0]) == {"rule", "de", "en", "weight"}
    assert told["history"][0]["event"] == "found"
    assert "meyer" not in str(told)


def test_a_decision_with_an_old_view_of_things_is_a_conflict(steward, shop):
    field = the("email")
    seen = steward.get(reverse("api_field", args=[field.pk])).json()["seen"]
    url = reverse("api_field_decide", args=[field.pk])
    done = steward.post(url, {"action": "confirmed", "seen": seen}, **JSON)
    assert done.json()["count"] == 1
    again = steward.post(url, {"action": "rejected", "reason": "Nein", "seen": seen}, **JSON)
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"


def test_a_change_without_reason_is_refused_with_a_sentence(steward, shop):
    answer = steward.post(
        reverse("api_field_decide", args=[the("email").pk]), {"action": "changed", "category": "name"}, **JSON
    )
    assert answer.status_code == 400
    assert "Begründung" in str(answer.json())


def test_many_are_told_in_numbers_before_and_decided_after(steward, shop):
    sent = {"action": "confirmed", "query": "personal=yes"}
    told = steward.post("/api/v1/fields/decide/", sent, **JSON)
    assert (told.status_code, told.json()["count"]) == (202, 5)
    assert not Field.objects.exclude(decision="proposed").exists()
    done = steward.post("/api/v1/fields/decide/", sent | {"seen": told.json()["seen"]}, **JSON)
    assert done.json()["count"] == 5


def test_fields_are_decided_by_their_names(steward, shop):
    sent = {"action": "confirmed", "fields": [str(the("email").pk)]}
    told = steward.post("/api/v1/fields/decide/", sent, **JSON).json()
    assert steward.post("/api/v1/fields/decide/", sent | {"seen": told["seen"]}, **JSON).json()["count"] == 1


def test_a_scan_is_started_watched_and_cancelled(steward, shop):
    started = steward.post("/api/v1/scans/", {"source": str(shop.pk)}, **JSON)
    assert (started.status_code, started.json()["state"]) == (202, "queued")
    url = reverse("api_scan", args=[started.json()["id"]])
    assert steward.get(url).json()["tables_done"] == 0
    assert steward.post(f"{url}cancel/", **JSON).json()["state"] == "cancelled"
    assert steward.post(f"{url}cancel/", **JSON).status_code == 400


def test_a_finding_is_handled_once(steward, shop):
    url = reverse("api_finding", args=[Finding.objects.get().pk])
    assert steward.post(url, {"reason": "Geprüft"}, **JSON).json()["state"] == "handled"
    assert steward.post(url, {"reason": "Geprüft"}, **JSON).status_code == 409


def test_the_overview_counts(steward, shop):
    told = steward.get("/api/v1/overview/").json()
    assert (told["total"], told["personal"], told["special"], told["findings"]) == (8, 5, 1, 1)
    assert sum(cell["fields"] for cell in told["matrix"]) == 5


GET_ONE = ("api_field", "api_scan", "api_finding")
POST_ONE = ("api_field_decide", "api_scan_cancel", "api_finding")
GET_MANY = ("api_fields", "api_scans", "api_collections", "api_findings", "api_overview")


def address(name):
    keys = {
        "api_field": lambda: the("email").pk,
        "api_field_decide": lambda: the("email").pk,
        "api_scan": lambda: Scan.objects.latest("created_at").pk,
        "api_scan_cancel": lambda: Scan.objects.latest("created_at").pk,
        "api_finding": lambda: Finding.objects.get().pk,
    }
    return reverse(name, args=[keys[name]()])


@pytest.mark.parametrize("name", GET_ONE)
def test_another_departments_objects_are_not_found(shop, name):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    answer = stranger.get(address(name))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", POST_ONE)
def test_nothing_can_be_done_to_another_departments_objects(shop, name):
    scans.queue_scan(shop, Trigger.COMMAND, None)
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    body = {"action": "confirmed"} if name == "api_field_decide" else {}
    assert stranger.post(address(name), body, **JSON).status_code == 404


def test_a_scan_of_another_departments_source_cannot_be_started(shop):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    assert stranger.post("/api/v1/scans/", {"source": str(shop.pk)}, **JSON).status_code == 404


@pytest.mark.parametrize("name", GET_MANY)
def test_lists_show_the_own_department_only(shop, name):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    told = stranger.get(reverse(name)).json()
    assert told.get("results", []) == []
    assert told.get("total", 0) == 0


@pytest.mark.parametrize("name", ["api_fields", "api_collections", "api_findings", "api_overview"])
def test_an_administrator_sees_no_catalogue(shop, name):
    assert factories.signed_in(Role.ADMINISTRATOR).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REPRESENTATIVE])
def test_who_only_reads_cannot_decide_or_scan(shop, role):
    reader = factories.signed_in(role)
    assert reader.post(address("api_field_decide"), {"action": "confirmed"}, **JSON).status_code == 403
    assert (
        reader.post("/api/v1/fields/decide/", {"action": "confirmed", "query": ""}, **JSON).status_code == 403
    )
    assert reader.post("/api/v1/scans/", {"source": str(shop.pk)}, **JSON).status_code == 403


@pytest.mark.parametrize("name", GET_MANY)
def test_a_stranger_gets_a_problem(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code in (401, 403)
    assert answer["Content-Type"] == "application/problem+json"
