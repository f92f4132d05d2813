"""The pages: describe, change and end activities, state a field's purpose; and who is let in."""

import pytest
from django.urls import reverse

from catalog.activities.models import ProcessingActivity, StatedPurpose
from catalog.activities.services.describing import describe_activity
from catalog.activities.services.reviewing import review_findings
from catalog.fields.models import Field, Finding
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.activities.said import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(department):
    return factories.signed_in(Role.STEWARD, department)


@pytest.fixture
def activity(customers, delivery, steward):
    return describe_activity(steward, delivery.department, complete(customers, delivery))


def form(customers, delivery, **other):
    start = customers.fields.order_by("position").first()
    rows = {f"recipients-{n}-{name}": "" for n in range(3) for name in ("name", "role", "country")}
    return rows | {
        "name_de": "Ausliefern", "name_en": "Deliver", "purposes": [str(delivery.pk)],
        "collections": [str(customers.pk)], "subjects": ["customer"], "start": str(start.pk), "period": "10",
        "unit": "years", "law": "§ 147 AO", "recipients-TOTAL_FORMS": "3", "recipients-INITIAL_FORMS": "0",
        "recipients-0-name": "Paketdienst", "recipients-0-role": "controller", "recipients-0-country": "de",
    } | other  # fmt: skip


def test_a_steward_describes_an_activity_on_one_form(client, customers, delivery):
    review_findings()
    assert client.get(reverse("activity_new")).status_code == 200
    answer = client.post(reverse("activity_new"), form(customers, delivery))
    made = ProcessingActivity.objects.get()
    assert answer["Location"] == reverse("activity", args=[made.pk])
    assert made.recipients.get().country == "DE"
    assert not Finding.objects.filter(state="open").exists()
    assert "Paketdienst" in client.get(answer["Location"]).content.decode()


def test_a_rule_told_by_halves_is_asked_for_and_nothing_is_stored(client, customers, delivery):
    answer = client.post(reverse("activity_new"), form(customers, delivery, law=""))
    assert answer.status_code == 200
    assert not ProcessingActivity.objects.exists()


def test_a_change_on_an_older_state_is_refused_on_the_form(client, activity, customers, delivery):
    answer = client.post(reverse("activity_change", args=[activity.pk]), form(customers, delivery, seen="0"))
    assert answer.status_code == 200
    assert ProcessingActivity.objects.get().name_de == "Bestellungen ausliefern"


def test_an_activity_ends_after_a_question(client, activity):
    url = reverse("activity_end", args=[activity.pk])
    assert client.post(url).status_code == 200
    assert ProcessingActivity.objects.get().ended_at is None
    client.post(url, {"confirmed": "yes"})
    assert ProcessingActivity.objects.get().ended_at is not None
    assert client.get(reverse("activity", args=[activity.pk])).status_code == 200
    assert client.get(reverse("activity_change", args=[activity.pk])).status_code == 404


def test_table_and_field_show_what_they_are_collected_for(client, activity, customers):
    table = client.get(reverse("collection", args=[customers.pk])).content.decode()
    field = client.get(reverse("field", args=[Field.objects.get(name="email").pk])).content.decode()
    assert "Bestellungen ausliefern" in table
    assert "delivery (de)" in field


def test_a_field_gets_its_own_purpose_and_follows_its_table_again(client, activity):
    url = reverse("field_purpose", args=[Field.objects.get(name="email").pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"how": "own"}).status_code == 200
    client.post(url, {"how": "unknown"})
    assert StatedPurpose.objects.get().purposes.count() == 0
    client.post(url, {"how": "table"})
    assert not StatedPurpose.objects.exists()


def test_a_finding_of_an_activity_leads_to_it(client, customers, delivery, steward):
    made = describe_activity(steward, delivery.department, complete(customers, delivery, retention=None))
    page = client.get(reverse("finding", args=[Finding.objects.get(activity=made).pk])).content.decode()
    assert reverse("activity", args=[made.pk]) in page
    assert client.get(reverse("findings")).status_code == 200
    assert client.get(reverse("overview")).status_code == 200


PAGES = ("activity", "activity_change", "activity_end")


@pytest.mark.parametrize("page", PAGES)
def test_the_activity_of_another_department_is_not_there(activity, page):
    stranger = factories.signed_in(Role.STEWARD, factories.department())
    assert stranger.get(reverse(page, args=[activity.pk])).status_code == 404


@pytest.mark.parametrize("page", PAGES[1:])
@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR])
def test_who_reads_all_changes_nothing(activity, page, role):
    assert factories.signed_in(role).get(reverse(page, args=[activity.pk])).status_code == 403


def test_lists_and_forms_are_closed_to_the_wrong_role(department, customers):
    administrator, analyst = (
        factories.signed_in(Role.ADMINISTRATOR),
        factories.signed_in("analyst", department),
    )
    assert administrator.get(reverse("activities")).status_code == 403
    assert analyst.get(reverse("activities")).status_code == 200
    assert analyst.get(reverse("activity_new")).status_code == 403
    url = reverse("field_purpose", args=[Field.objects.get(name="email").pk])
    assert analyst.get(url).status_code == 403
    assert factories.signed_in(Role.STEWARD, factories.department()).get(url).status_code == 404


def test_a_department_that_is_not_ones_own_cannot_be_named_in_the_address(client, customers, delivery):
    url = f"{reverse('activity_new')}?department={factories.department().pk}"
    client.post(url, form(customers, delivery))
    assert not ProcessingActivity.objects.exists()
