"""The API of consents: who may record and read what, once, at which time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from consent.consents.models import ConsentEvent, Objection, Snapshot
from consent.decisions import may
from consent.law import clock
from consent.parties.permissions import Permission, Role
from tests.consent.consents.cases import consented, known, person, purpose, said
from tests.consent.parties.people import ask_token, bearer, head_with_service
from tests.factories import department, signed_in

pytestmark = pytest.mark.django_db
V1 = "/api/v1/consents/"
EMAIL = frozenset({"contact.email"})


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.KEYS = tmp_path / "keys"


def post(browser, address, body, **more):
    return browser.post(f"{V1}{address}", body, content_type="application/json", **more)


def giving(what, who, **more):
    return {
        "key": uuid4().hex, "subject": str(who), "purpose": what.key, "kind": "given", "channel": "web",
        "notice": f"n-{what.key}/1", "language": "de", "expression": "box",
    } | more  # fmt: skip


def test_a_form_sent_twice_is_one_event():
    where = department()
    what, who, steward = consented(where=where), person(), signed_in(Role.STEWARD, where)
    body = giving(what, who, shown={"text": "Ja", "preselected": False})
    first, again = post(steward, "events/", body), post(steward, "events/", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert ConsentEvent.objects.count() == Snapshot.objects.count() == 1


def test_a_key_of_another_event_is_refused_with_a_sentence():
    what, who, dpo = consented(), person(), signed_in(Role.DPO)
    body = giving(what, who)
    post(dpo, "events/", body)
    answer = post(dpo, "events/", body | {"kind": "refused"})
    assert answer.status_code == 400
    assert "key" in answer.json()["errors"]


def test_a_withdrawal_stops_the_next_read():
    what, who, dpo = consented(), person(), signed_in(Role.DPO)
    post(dpo, "events/", giving(what, who))
    assert may(what.id, who, EMAIL).allowed
    body = {"key": "w", "subject": str(who), "purpose": what.key, "channel": "web"}
    assert post(dpo, "withdraw/", body).status_code == 201
    assert not may(what.id, who, EMAIL).allowed


def test_online_the_time_is_ours():
    answer = post(
        signed_in(Role.DPO), "events/", giving(consented(), person(), at="2026-01-01T00:00:00+01:00")
    )
    assert answer.status_code == 400
    assert "at" in answer.json()["errors"]


def test_a_foreign_clock_that_runs_ahead_cannot_delay_a_withdrawal():
    what, who, dpo = consented(), person(), signed_in(Role.DPO)
    post(dpo, "events/", giving(what, who))
    ahead = (clock.now() + timedelta(minutes=3)).isoformat()
    post(
        dpo,
        "withdraw/",
        {"key": "w", "subject": str(who), "purpose": what.key, "channel": "phone", "at": ahead},
    )
    assert not may(what.id, who, EMAIL).allowed
    later = (clock.now() + timedelta(minutes=30)).isoformat()
    answer = post(
        dpo,
        "withdraw/",
        {"key": "x", "subject": str(who), "purpose": what.key, "channel": "phone", "at": later},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"notice": "n-none/1"}, "notice"),
        ({"expression": "double_opt_in", "opt_in_sent_at": "2026-03-01T10:00:00Z"}, "opt_in_confirmed_at"),
        ({"channel": "smoke"}, "channel"),
        ({"subject": None, "identifier": {"kind": "email", "value": "x@example.org"}}, "detail"),
    ],
)
def test_what_is_missing_is_named(change, field):
    body = {
        name: value for name, value in (giving(consented(), person()) | change).items() if value is not None
    }
    answer = post(signed_in(Role.DPO), "events/", body).json()
    assert field in answer.get("errors", answer)


def test_double_opt_in_keeps_both_times():
    what, who = consented(), person()
    times = {"opt_in_sent_at": "2026-03-01T10:00:00Z", "opt_in_confirmed_at": "2026-03-01T10:05:00Z"}
    answer = post(signed_in(Role.DPO), "events/", giving(what, who, expression="double_opt_in", **times))
    assert answer.json()["opt_in_confirmed_at"].startswith("2026-03-01")


def test_nobody_can_give_what_does_not_rest_on_consent():
    what = purpose("6-1-b", contract="Kauf")
    answer = post(signed_in(Role.DPO), "events/", giving(what, person(), notice=""))
    assert answer.status_code == 400


def test_a_person_is_named_by_an_identifier_in_the_body():
    what, who, dpo = consented(), known("kim@example.org"), signed_in(Role.DPO)
    body = giving(what, who) | {"identifier": {"kind": "email", "value": " KIM@example.org"}}
    del body["subject"]
    assert post(dpo, "events/", body).json()["subject"] == str(who)
    found = post(dpo, "state/", {"identifier": {"kind": "email", "value": "kim@example.org"}}).json()
    assert [(one["purpose"], one["permits"]) for one in found["states"]] == [(what.key, True)]


def test_the_state_is_told_for_any_moment():
    what, who, dpo = consented(), person(), signed_in(Role.DPO)
    start = clock.now()
    with clock.stopped_at(start - timedelta(days=9)):
        said(who, what, "given")
    said(who, what, "withdrawn")
    address = f"{V1}subjects/{who}/state/"
    assert dpo.get(address).json()["states"][0]["state"] == "ConsentWithdrawn"
    then = dpo.get(address, {"at": (start - timedelta(days=5)).isoformat()}).json()["states"][0]
    assert (then["state"], then["permits"]) == ("ConsentGiven", True)


def test_history_comes_page_by_page_the_newest_first():
    what, who = consented(), person()
    for kind in ("given", "withdrawn", "given"):
        said(who, what, kind)
    answer = signed_in(Role.DPO).get(f"{V1}subjects/{who}/history/", {"page_size": 2}).json()
    assert [one["kind"] for one in answer["results"]] == ["given", "withdrawn"]
    assert answer["next"]


def test_another_department_records_no_giving_but_any_withdrawal():
    what, who, other = consented(), person(), signed_in(Role.STEWARD, department())
    assert post(other, "events/", giving(what, who)).status_code == 404
    said(who, what, "given")
    body = {"key": "w", "subject": str(who), "purpose": what.key, "channel": "phone"}
    assert post(other, "withdraw/", body).status_code == 201
    assert other.get(f"{V1}subjects/{who}/history/").json()["results"] == []
    event = ConsentEvent.objects.get(key="w")
    assert other.get(f"{V1}events/{event.id}/receipt/").status_code == 404


ADDRESSES = [
    "events/", "withdraw/", "state/", "history/", "objections/", "restrictions/", "channels/", "signals/", "links/",
    "webhooks/", f"objections/{uuid4()}/end/", f"webhooks/{uuid4()}/send-again/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_analyst_may_none_of_it(address):
    assert post(signed_in(Role.ANALYST, department()), address, {}).status_code == 403


@pytest.mark.parametrize(
    "address", [f"subjects/{uuid4()}/state/", f"subjects/{uuid4()}/history/", "webhooks/"]
)
def test_an_analyst_reads_none_of_it(address):
    assert signed_in(Role.ANALYST, department()).get(f"{V1}{address}").status_code == 403


def test_somebody_unknown_is_404():
    assert signed_in(Role.DPO).get(f"{V1}subjects/{uuid4()}/state/").status_code == 404


def test_a_service_records_with_a_token_that_may_write():
    _head, where, made, secret = head_with_service(Permission.CONSENT_RECORD)
    what, who = consented(where=where), person()
    read, write = (
        ask_token(made, secret, scope=scope).json()["access_token"] for scope in ("read", "read write")
    )
    from django.test import Client as Browser

    assert post(Browser(), "events/", giving(what, who), **bearer(read)).status_code == 403
    assert post(Browser(), "events/", giving(what, who), **bearer(write)).status_code == 201


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("jsonld", "application/ld+json"),
        ("kantara", "application/json"),
        ("jws", "application/jose"),
        ("pdf", "application/pdf"),
    ],
)
def test_a_receipt_comes_in_each_form(form, kind):
    event = said(person(), consented(), "given")
    answer = signed_in(Role.DPO).get(f"{V1}events/{event.id}/receipt/", {"form": form})
    assert answer["Content-Type"] == kind
    assert len(answer.content) > 300


def test_staff_record_an_objection_by_hand_and_only_the_person_ends_one_to_marketing():
    what, who = purpose("6-1-f", direct_marketing=True), person()
    dpo = signed_in(Role.DPO)
    made = post(dpo, "objections/", {"subject": str(who), "kind": "21-2"}).json()
    assert may(what.id, who, EMAIL).rule == "no_marketing_objection"
    assert post(dpo, f"objections/{made['id']}/end/", {"reason": "we want to"}).status_code == 400
    assert post(dpo, f"objections/{made['id']}/end/", {}).status_code == 204
    assert may(what.id, who, EMAIL).allowed


def test_staff_restrict_by_hand():
    what, who = purpose("6-1-b", contract="Kauf"), person()
    body = {"subject": str(who), "ground": "18-1-a"}
    assert post(signed_in(Role.STEWARD, department()), "restrictions/", body).status_code == 201
    assert may(what.id, who, EMAIL).rule == "not_restricted"


def test_a_browsers_signal_is_heard_once():
    who, dpo = person(), signed_in(Role.DPO)
    heard = [post(dpo, "signals/", {"subject": str(who)}).json()["new"] for _ in range(2)]
    assert heard == [True, False]
    assert Objection.objects.count() == 1


def test_a_link_is_made_for_a_mail_to_that_person():
    what, who = consented(), person()
    made = post(signed_in(Role.DPO), "links/", {"subject": str(who), "purpose": what.key}).json()
    assert made["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["url"].startswith(settings.SITE_URL)
