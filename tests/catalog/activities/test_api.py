"""The API: the same deeds, the same refusals."""

import pytest
from django.urls import reverse

from catalog.activities.models import ProcessingActivity
from catalog.activities.services.describing import describe_activity
from catalog.fields.models import Field
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.activities.said import complete

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def client(department):
    return factories.signed_in(Role.STEWARD, department)


@pytest.fixture
def activity(customers, delivery, steward):
    return describe_activity(steward, delivery.department, complete(customers, delivery))


def told(department, customers, delivery):
    start = customers.fields.order_by("position").first()
    return {
        "department": str(department.pk), "name_de": "Ausliefern", "name_en": "Deliver",
        "purposes": [str(delivery.pk)], "collections": [str(customers.pk)],
        "recipients": [{"name": "Paketdienst", "role": "controller", "country": "DE"}],
        "retention": {"start": str(start.pk), "period": 10, "unit": "years", "law": "§ 147 AO"},
    }  # fmt: skip


def test_an_activity_is_described_read_changed_and_ended(client, department, customers, delivery):
    said = told(department, customers, delivery)
    made = client.post(reverse("api_activities"), said, JSON)
    assert made.status_code == 201
    one = reverse("api_activity", args=[made.json()["id"]])
    assert client.get(one).json()["retention"]["law"] == "§ 147 AO"
    assert client.get(reverse("api_activities")).json()["results"][0]["collections"] == [str(customers.pk)]
    changed = client.put(one, said | {"retention": None, "seen": 1}, JSON)
    assert (changed.status_code, changed.json()["retention"], changed.json()["revision"]) == (200, None, 2)
    assert client.put(one, said | {"seen": 1}, JSON).status_code == 409
    end = reverse("api_activity_end", args=[made.json()["id"]])
    assert client.post(end, {}, JSON).json()["ended_at"]
    assert client.post(end, {}, JSON).status_code == 409


def test_a_fields_purpose_is_stated_and_read(client, activity, delivery):
    url = reverse("api_field_purpose", args=[Field.objects.get(name="email").pk])
    assert client.get(url).json() == {"own": False, "purposes": [str(delivery.pk)]}
    assert client.put(url, {"own": True, "purposes": []}, JSON).json() == {"own": True, "purposes": []}


def test_what_cannot_be_right_is_a_problem_with_its_reason(client, department, customers, delivery):
    said = told(department, customers, delivery) | {"collections": []}
    assert client.post(reverse("api_activities"), said, JSON).status_code == 400


def test_another_department_and_the_wrong_role_are_refused(activity, department, customers, delivery):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    one, end = (reverse(name, args=[activity.pk]) for name in ("api_activity", "api_activity_end"))
    said = told(department, customers, delivery)
    of_field = reverse("api_field_purpose", args=[Field.objects.get(name="email").pk])
    assert stranger.get(one).status_code == 404
    assert stranger.put(one, said, JSON).status_code == 404
    assert stranger.post(end, {}, JSON).status_code == 404
    assert stranger.post(reverse("api_activities"), said, JSON).status_code == 404
    assert stranger.put(of_field, {"own": True}, JSON).status_code == 404
    dpo = factories.signed_in(Role.DPO)
    assert dpo.get(one).status_code == 200
    for answer in (
        dpo.put(one, said, JSON),
        dpo.post(end, {}, JSON),
        dpo.post(reverse("api_activities"), said, JSON),
    ):
        assert answer.status_code == 403
    assert factories.signed_in(Role.ADMINISTRATOR).get(reverse("api_activities")).status_code == 403
    assert ProcessingActivity.objects.get().revision == 1
