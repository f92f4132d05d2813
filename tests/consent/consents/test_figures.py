"""How consents stand and went: counted once, in the right month, for those who may see them."""

from datetime import timedelta

import pytest

from consent.consents import figures
from consent.law import clock
from consent.parties.permissions import Role
from tests.consent.consents.cases import consented, person, said
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


def test_each_month_counts_what_was_said_and_what_ended_by_itself():
    what, now = consented(), clock.now()
    with clock.stopped_at(now - timedelta(days=70)):
        said(person(), what, "given")
        said(person(), what, "given", valid_until=now - timedelta(days=1))
    said(person(), what, "refused")
    months = figures.months_of(what, "UTC")
    assert len(months) == 24
    assert sum(month.given for month in months) == 2
    assert (months[-1].refused, sum(month.expired for month in months)) == (1, 1)
    [stands] = figures.standings([what])
    assert (stands.permits, stands.ended, stands.open) == (1, 2, 0)


def test_only_those_who_may_see_the_purpose_see_its_figures():
    here = department()
    what = consented(where=here)
    said(person(), what, "given")
    address = f"/consents/purposes/{what.key}/"
    assert signed_in(Role.STEWARD, here).get(address).status_code == 200
    assert signed_in(Role.DPO).get(address).status_code == 200
    assert signed_in(Role.STEWARD, department()).get(address).status_code == 404
    assert signed_in(Role.ANALYST, here).get(address).status_code == 403
    assert signed_in(Role.ANALYST, here).get("/consents/").status_code == 403
    assert what.name_de not in signed_in(Role.STEWARD, department()).get("/consents/").content.decode()
