"""Descriptions of activities against the ledger: an altered one is found."""

from dataclasses import replace

import pytest

from catalog.activities.services.describing import change_activity, describe_activity
from consent.evidence.sequencing import sequence_entries
from tests.catalog.activities.said import complete
from tests.consent.evidence.test_kept import altered
from tests.consent.evidence.test_verification import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(customers, delivery, steward):
    told = complete(customers, delivery)
    made = describe_activity(steward, delivery.department, told)
    change_activity(steward, made, replace(told, name_de="Pakete ausliefern"))
    sequence_entries()
    return made


def test_every_description_of_an_activity_verifies(described):
    assert verified()["ok"]


@pytest.mark.parametrize("change", ["content = '{}' WHERE number = 1", "by = gen_random_uuid()"])
def test_an_altered_description_is_found(described, change):
    altered("activities_activityversion", change)
    assert verified()["kind"] == "activity.described"
