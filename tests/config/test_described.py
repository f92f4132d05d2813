"""Every call of the API holds what its description names, and nothing else."""

import pytest
from django.urls import get_resolver, reverse

from consent.parties.permissions import Role
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


def api_routes():
    """Return all addresses of the API that are lists or objects without an id in the address."""
    return sorted(
        "/" + str(one.pattern)
        for part in get_resolver().url_patterns
        for one in getattr(part, "url_patterns", [part])
        if str(one.pattern).startswith("api/v1/") and "<" not in str(one.pattern)
    )


@pytest.mark.parametrize("address", api_routes())
def test_a_parameter_that_no_description_names_is_refused_everywhere(address):
    answer = signed_in(Role.DPO).get(address, {"nope": "1"})
    assert answer.status_code in {400, 405}
    if answer.status_code == 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"]["nope"]


def test_the_refusal_names_what_is_known():
    said = signed_in(Role.DPO).get("/api/v1/fields/", {"kategorie": "name"}).json()
    assert "category" in said["errors"]["kategorie"][0]
    assert "page_size" in said["errors"]["kategorie"][0]


@pytest.mark.parametrize("size", ["abc", "-1", "0", "100000", "1.5", ""])
def test_the_size_of_a_page_is_a_whole_number_within_its_limits(size):
    answer = signed_in(Role.DPO).get("/api/v1/fields/", {"page_size": size})
    assert answer.status_code == 400
    assert "1000" in answer.json()["errors"]["page_size"][0]


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("/api/v1/fields/", "department", "shop"),
        ("/api/v1/fields/", "special", "1"),
        ("/api/v1/fields/", "category", "nothing"),
        ("/api/v1/scans/", "source", "shop"),
        ("/api/v1/findings/", "state", "nothing"),
        ("/api/v1/evidence/", "since", "yesterday"),
        ("/api/v1/evidence/", "kind", "no.such"),
        ("/api/v1/evidence/consistency/", "older", "abc"),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(address, name, value):
    answer = signed_in(Role.DPO).get(address, {name: value})
    assert answer.status_code == 400
    assert name in answer.json()["errors"]


def test_a_parameter_that_stands_for_one_value_is_given_once():
    answer = signed_in(Role.DPO).get("/api/v1/scans/?source=a&source=b")
    assert answer.status_code == 400
    assert "source" in answer.json()["errors"]


def test_strangers_learn_nothing_of_the_parameters(client):
    assert client.get("/api/v1/fields/", {"nope": "1"}).status_code == 401


def test_a_field_of_the_body_that_nobody_reads_is_refused_with_those_that_are_known():
    steward = signed_in(Role.STEWARD, department())
    answer = steward.post("/api/v1/scans/", {"source": "x", "urgent": True}, content_type="application/json")
    assert answer.status_code == 400
    assert "source" in answer.json()["errors"]["urgent"][0]


def test_a_field_that_is_only_read_is_refused_in_a_body():
    steward = signed_in(Role.STEWARD, department())
    sent = {"id": "0b7c0ef0-0000-4000-8000-000000000000", "name": "Shop"}
    answer = steward.post("/api/v1/sources/", sent, content_type="application/json")
    assert "id" in answer.json()["errors"]


def test_a_field_within_a_field_is_refused_by_its_path():
    steward = signed_in(Role.STEWARD, department())
    sent = {"identifier": {"kind": "email", "value": "a@example.com", "typo": 1}}
    answer = steward.post(reverse("api_signals"), sent, content_type="application/json")
    assert list(answer.json()["errors"]) == ["identifier.typo"]


def test_a_call_without_a_body_refuses_one():
    from uuid import uuid4

    steward = signed_in(Role.STEWARD, department())
    answer = steward.post(f"/api/v1/scans/{uuid4()}/cancel/", {"now": True}, content_type="application/json")
    assert answer.status_code == 400
    assert "now" in answer.json()["errors"]


def test_a_misspelt_filter_in_a_bulk_decision_selects_nothing():
    steward = signed_in(Role.STEWARD, department())
    sent = {"action": "confirmed", "query": "departmnt=1"}
    answer = steward.post("/api/v1/fields/decide/", sent, content_type="application/json")
    assert answer.status_code == 400
    assert "departmnt" in answer.json()["errors"]["query"][0]
