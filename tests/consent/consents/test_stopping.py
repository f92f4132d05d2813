"""From the click on "withdraw" to the denied next read: measured at each withdrawal, shown to the DPO."""

from uuid import uuid4

import pytest
from django.test import Client

from consent.consents import centre
from consent.consents.models import StopTime
from consent.parties.permissions import Role
from tests.consent.consents.cases import consented, person, said
from tests.consent.consents.test_centre import by_link, path, press
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.KEYS = tmp_path / "keys"


def test_art_7_3_a_withdrawal_is_followed_by_a_denied_decision_whose_time_is_kept():
    what, who = consented(), person()
    said(who, what, "given")
    press(by_link(who), what, "withdraw")
    kept = StopTime.objects.get()
    assert kept.denied and 0 < kept.milliseconds < 60_000


def test_a_form_sent_twice_is_measured_once():
    what, who = consented(), person()
    said(who, what, "given")
    browser, key = by_link(who), str(uuid4())
    press(browser, what, "withdraw", key=key)
    press(browser, what, "withdraw", key=key)
    assert StopTime.objects.count() == 1


def test_one_click_in_a_mail_and_the_api_are_measured_too(client):
    here = department()
    what, who, other = consented(where=here), person(), person()
    for one in (who, other):
        said(one, what, "given")
    Client().post(path(centre.make_link(who, None, what.id)[0]))
    said_so = {"key": "w1", "subject": str(other), "purpose": what.key, "channel": "web"}
    steward = signed_in(Role.STEWARD, here)
    for _again in range(2):
        steward.post("/api/v1/consents/withdraw/", said_so, content_type="application/json")
    assert StopTime.objects.filter(denied=True).count() == 2


def test_what_reached_us_on_paper_is_not_measured_as_a_click():
    here = department()
    what, who = consented(where=here), person()
    said(who, what, "given")
    said_so = {
        "key": "w1", "subject": str(who), "purpose": what.key, "channel": "paper", "at": "2026-01-02T12:00:00+01:00",
    }  # fmt: skip
    answer = signed_in(Role.STEWARD, here).post(
        "/api/v1/consents/withdraw/", said_so, content_type="application/json"
    )
    assert answer.status_code == 201
    assert not StopTime.objects.exists()


def test_the_page_shows_the_dpo_how_long_it_took_or_that_nothing_was_measured():
    dpo = signed_in(Role.DPO)
    assert "wurde noch nichts gemessen" in dpo.get("/consents/").content.decode()
    what, who = consented(), person()
    said(who, what, "given")
    press(by_link(who), what, "withdraw")
    page = dpo.get("/consents/").content.decode()
    assert "1 Widerruf online" in page and "innerhalb von" in page
