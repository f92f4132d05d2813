"""Decisions by the API: one explained, many from Arrow to Arrow, and not for those who may not see them."""

import pyarrow as pa
import pytest

from consent.decisions.models import Look
from consent.parties.permissions import Role
from tests.consent.decisions.test_bulk import given_to, ids
from tests.factories import department, signed_in

ARROW = "application/vnd.apache.arrow.stream"
BULK = "/api/v1/decisions/bulk/"


def body(people, kind=None):
    sink = pa.BufferOutputStream()
    batch = pa.record_batch([ids(people) if kind is None else pa.array(people, kind)], names=["record"])
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def sent(client, what, data):
    return client.post(f"{BULK}?purpose={what.key}&categories=behaviour", data, content_type=ARROW)


def one(client, what, who, **more):
    question = {
        "purpose": what.key,
        "subject": str(who),
        "categories": ["behaviour"],
        "reason": "complaint",
    } | more
    return client.post("/api/v1/decisions/", question, content_type="application/json")


@pytest.mark.django_db(transaction=True)
def test_many_are_answered_in_their_order_from_arrow_to_arrow():
    what, people = given_to(2)
    answer = sent(signed_in(Role.DPO), what, body([*people, None]))
    table = pa.ipc.open_stream(b"".join(answer.streaming_content)).read_all()
    assert answer["Content-Type"] == ARROW
    assert table.column("rule").to_pylist() == ["allowed", "allowed", "subject_known"] * 2
    assert table.column("record").to_pylist()[:2] == [who.bytes for who in people]


@pytest.mark.django_db
def test_one_is_explained_with_rule_article_and_records():
    what, people = given_to(1)
    answer = one(signed_in(Role.DPO), what, people[0]).json()
    assert answer["allowed"] and answer["article"] == "art-6-1"
    assert any(record["kind"] == "consent_event" for step in answer["steps"] for record in step["records"])


@pytest.mark.django_db
def test_who_asks_about_one_person_and_why_is_recorded_and_without_a_reason_nothing_is_answered():
    what, people = given_to(1)
    client = signed_in(Role.AUDITOR)
    assert one(client, what, people[0], reason=" ").status_code == 400
    assert not Look.objects.exists()
    assert one(client, what, people[0]).status_code == 200
    assert Look.objects.get().reason == "complaint"


@pytest.mark.django_db
def test_what_is_no_arrow_or_no_ids_gets_a_clear_problem():
    what, _ = given_to(1)
    for data in (b"nonsense", body(["a"], pa.string())):
        answer = sent(signed_in(Role.DPO), what, data)
        assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
def test_who_may_not_read_consents_gets_404(role):
    what, people = given_to(1)
    client = signed_in(role, department() if role is Role.ANALYST else None)
    assert one(client, what, people[0]).status_code in {403, 404}
    assert sent(client, what, body(people)).status_code in {403, 404}


@pytest.mark.django_db
def test_a_steward_of_another_department_gets_404():
    what, people = given_to(1)
    client = signed_in(Role.STEWARD, department())
    assert one(client, what, people[0]).status_code == 404
    assert sent(client, what, body(people)).status_code == 404
