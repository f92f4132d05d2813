"""A filling that was killed goes on at the next start: scans and enrolments, in their order, and none twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from catalog.demo import enrolling, source_services
from catalog.demo.shop.schema import SHOP
from catalog.enrolment.models import Enrolment
from catalog.enrolment.services.running import queue_enrolment
from catalog.fields.models import Scan
from catalog.fields.services.scans import queue_scan
from catalog.fields.services.working import work_on
from catalog.fields.states import Trigger
from consent.law import clock
from tests.catalog.demo.test_registering import administrator, silos, sources  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    settings.KEY_STORE_BACKUPS = [str(tmp_path / "copy")]


@pytest.fixture
def named(sources, administrator):  # noqa: F811
    """The four sources by name, their first scans queued."""
    for source in sources:
        queue_scan(source, Trigger.PERSON, administrator.actor)  # its message was lost
    return {source.name: source for source in sources}


def killed(run):
    """Leave a run as a worker leaves it that was killed an hour ago."""
    ago = clock.now() - timedelta(hours=1)
    type(run).objects.filter(pk=run.pk).update(state="running", worker=uuid4(), heartbeat=ago, started_at=ago)


def outcome():
    runs = Enrolment.objects.order_by("created_at").values_list("source__name", "state")
    return list(runs)


def test_scans_and_enrolments_that_were_killed_are_finished_and_none_is_made_twice(named):
    shop = named[SHOP.name]
    work_on(shop.scans.get().pk)
    enrolling._declare(SHOP, shop, named)
    killed(queue_enrolment(shop, None))
    for scan in Scan.objects.exclude(source=shop):
        killed(scan)

    enrolling.enrol_people(named)

    assert [state for _name, state in outcome()] == ["done"] * len(named)
    assert outcome()[0][0] == SHOP.name
    before = outcome()
    enrolling.enrol_people(named)
    assert outcome() == before


def test_a_scan_and_an_enrolment_that_failed_with_the_killed_database_are_made_again(named, administrator):  # noqa: F811
    shop = named[SHOP.name]
    Scan.objects.filter(source=shop).update(
        state="failed", ended_at=clock.now(), error_code="gone", error="gone"
    )
    assert source_services.start_first_scan(administrator, shop)
    enrolling._declare(SHOP, shop, named)
    run = queue_enrolment(shop, None)
    Enrolment.objects.filter(pk=run.pk).update(state="failed", ended_at=clock.now(), error="gone")

    enrolling.enrol_people({SHOP.name: shop})

    assert [state for _name, state in outcome()] == ["failed", "done"]
