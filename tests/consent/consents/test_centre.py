"""The preference centre: who gets in, what a look changes (nothing), what one click does."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from consent.consents import centre
from consent.consents.models import CodeRequest, ConsentEvent, Objection, PreferenceLink
from consent.decisions import may
from consent.law import clock
from consent.subjects.models import Subject
from tests.consent.consents.cases import consented, known, person, purpose, said

pytestmark = pytest.mark.django_db
EMAIL = frozenset({"contact.email"})


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.KEYS = tmp_path / "keys"


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def by_link(who, browser=None) -> Client:
    browser = browser or Client()
    answer = browser.get(path(centre.make_link(who, None)[0]))
    assert answer["Location"] == "/preferences/"
    return browser


def by_code(address, django_capture_on_commit_callbacks) -> Client:
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/preferences/code/", {"address": address})
    code = re.search(r"\d{8}", mail.outbox[-1].body)[0]
    browser.post("/preferences/code/enter/", {"code": f" {code[:4]} {code[4:]} "})
    return browser


def press(browser, what, action, **more):
    return browser.post(f"/preferences/uses/{what.key}/{action}/", {"key": str(uuid4())} | more, follow=True)


def test_a_link_becomes_a_short_visit_and_its_token_goes_no_further():
    url = path(centre.make_link(person(), None)[0])
    answer = Client().get(url)
    assert answer["Location"] == "/preferences/"
    assert answer["Referrer-Policy"] == "no-referrer"
    token = url.split("/")[-2]
    assert token.encode() not in bytes(PreferenceLink.objects.get().token_hash)


def test_a_visit_ends_after_half_an_hour():
    browser = by_link(person())
    with clock.stopped_at(clock.now() + timedelta(minutes=31)):
        assert browser.get("/preferences/")["Location"] == "/preferences/code/"


@pytest.mark.parametrize("case", ["forged", "expired"])
def test_a_forged_and_an_expired_link_lead_to_the_code_alike(case):
    url = path(centre.make_link(person(), None)[0])
    if case == "forged":
        url = url[:-6] + "AAAAA/"
    with clock.stopped_at(clock.now() + timedelta(days=15 if case == "expired" else 0)):
        answer = Client().get(url, follow=True)
    assert answer.redirect_chain[-1][0] == "/preferences/code/"
    assert b"no longer valid" in answer.content or "nicht mehr gültig" in answer.content.decode()


def test_looking_changes_nothing_also_where_a_scanner_opens_every_link():
    what, who = consented(), person()
    said(who, what, "given")
    browser = by_link(who)
    one_click = path(centre.make_link(who, None, what.id)[0])
    for address in ("/preferences/", f"/preferences/uses/{what.key}/withdraw/", one_click):
        browser.get(address, HTTP_SEC_GPC="1")
    assert (ConsentEvent.objects.count(), Objection.objects.count()) == (1, 0)
    assert may(what.id, who, EMAIL).allowed


def test_the_link_alone_withdraws_with_one_click_and_hands_out_that_receipt():
    what, who = consented(), person()
    said(who, what, "given")
    browser = by_link(who)
    press(browser, what, "withdraw")
    event = ConsentEvent.objects.get(kind="withdrawn")
    assert (event.steps, event.channel, event.clock) == (1, "preference_centre", "server")
    assert event.snapshot.content["preselected"] is False
    assert not may(what.id, who, EMAIL).allowed
    assert browser.get(f"/preferences/receipts/{event.id}/pdf/").content.startswith(b"%PDF")


def test_the_link_alone_neither_gives_nor_shows_what_was():
    what, who = consented(), person()
    given = said(who, what, "given")
    said(who, what, "withdrawn")
    browser = by_link(who)
    assert press(browser, what, "give").redirect_chain[-1][0] == "/preferences/code/"
    assert not may(what.id, who, EMAIL).allowed
    assert browser.get(f"/preferences/receipts/{given.id}/pdf/").status_code == 404
    assert str(given.id).encode() not in browser.get("/preferences/").content


def test_the_code_gives_with_one_click_and_shows_receipts(django_capture_on_commit_callbacks):
    what, who = consented(), known("kim@example.org")
    browser = by_code("kim@example.org", django_capture_on_commit_callbacks)
    press(browser, what, "give")
    event = ConsentEvent.objects.get()
    assert (event.kind, event.steps, event.notice.number) == ("given", 1, 1)
    assert may(what.id, who, EMAIL).allowed
    assert str(event.id).encode() in browser.get("/preferences/").content


def test_a_replayed_form_gives_nothing_again(django_capture_on_commit_callbacks):
    what, who = consented(), known("kim@example.org")
    browser, key = by_code("kim@example.org", django_capture_on_commit_callbacks), str(uuid4())
    press(browser, what, "give", key=key)
    press(browser, what, "withdraw")
    press(browser, what, "give", key=key)
    assert not may(what.id, who, EMAIL).allowed


def test_somebody_elses_receipt_and_form_lead_nowhere():
    what, who, other = consented(), person(), person()
    event = said(who, what, "given")
    browser = by_link(other)
    assert browser.get(f"/preferences/receipts/{event.id}/pdf/").status_code == 404
    press(browser, what, "withdraw")
    assert may(what.id, who, EMAIL).allowed


def test_another_persons_link_takes_the_place_of_the_visit():
    what, who, other = consented(), person(), person()
    said(who, what, "given")
    browser = by_link(other, by_link(who))
    press(browser, what, "withdraw")
    assert may(what.id, who, EMAIL).allowed


@pytest.mark.parametrize(
    "address",
    ["/preferences/", "/preferences/uses/x/object/", f"/preferences/receipts/{uuid4()}/pdf/"],
)
def test_strangers_are_led_to_the_code(address):
    assert Client().get(address)["Location"] == "/preferences/code/"


def test_a_change_needs_the_forms_token():
    browser = Client(enforce_csrf_checks=True)
    by_link(person(), browser)
    assert browser.post("/preferences/uses/x/withdraw/").status_code == 403


def test_an_unknown_address_gets_the_same_page_and_no_mail(django_capture_on_commit_callbacks):
    known("kim@example.org")
    pages = []
    for address in ("kim@example.org", "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = Client().post("/preferences/code/", {"address": address}, follow=True)
        pages.append(re.sub(rb'value="[^"]{20,}"', b"", answer.content))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["kim@example.org"]]
    assert CodeRequest.objects.filter(sealed_address=None).count() == 2


def test_a_shared_address_gets_no_code_but_a_way_on(django_capture_on_commit_callbacks):
    known("us@example.org")
    known("us@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/preferences/code/", {"address": "us@example.org"})
    assert not re.search(r"\d{8}", mail.outbox[0].body)


def test_a_wrong_code_is_tried_five_times_at_most(django_capture_on_commit_callbacks):
    known("kim@example.org")
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/preferences/code/", {"address": "kim@example.org"})
    code = re.search(r"\d{8}", mail.outbox[0].body)[0]
    for _ in range(5):
        browser.post("/preferences/code/enter/", {"code": "00000000" if code != "00000000" else "1"})
    assert browser.post("/preferences/code/enter/", {"code": code}).status_code == 200
    assert browser.get("/preferences/")["Location"] == "/preferences/code/"


def test_one_address_gets_five_codes_an_hour(django_capture_on_commit_callbacks):
    known("kim@example.org")
    for _ in range(7):
        with django_capture_on_commit_callbacks(execute=True):
            Client().post("/preferences/code/", {"address": "kim@example.org"})
    assert len(mail.outbox) == 5


def test_rfc_8058_one_post_ends_the_purpose_without_cookies_and_twice_is_once():
    what, who = consented(), person()
    said(who, what, "given")
    url, browser = path(centre.make_link(who, None, what.id)[0]), Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert browser.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1
    assert not may(what.id, who, EMAIL).allowed


def test_art_21_advertising_is_objected_to_without_reasons_and_the_rest_with_them():
    post_mail, fraud, who = (
        purpose("6-1-f", direct_marketing=True),
        purpose("6-1-f", kinds=("FraudPreventionAndDetection",)),
        person(),
    )
    browser = by_link(who)
    press(browser, post_mail, "object")
    assert not may(post_mail.id, who, EMAIL).allowed
    press(browser, fraud, "object")
    assert may(fraud.id, who, EMAIL).allowed
    press(browser, fraud, "object", reason="Ich werde verwechselt.")
    assert not may(fraud.id, who, EMAIL).allowed
    assert Objection.objects.get(kind="21-1").reason == "Ich werde verwechselt."


def test_what_rests_on_a_contract_has_no_button():
    what = purpose("6-1-b", contract="Kauf")
    assert press(by_link(person()), what, "object").status_code == 404


def test_gpc_is_an_objection_that_a_later_choice_outranks(django_capture_on_commit_callbacks):
    news, other, who = (
        consented(direct_marketing=True),
        consented(direct_marketing=True, kinds=("X",)),
        known("k@example.org"),
    )
    said(who, news, "given")
    said(who, other, "given")
    browser = by_code("k@example.org", django_capture_on_commit_callbacks)
    browser.post(f"/preferences/uses/{news.key}/give/", {"key": str(uuid4())}, HTTP_SEC_GPC="1")
    assert may(news.id, who, EMAIL).allowed
    assert may(other.id, who, EMAIL).rule == "no_signal"


def test_art_8_a_child_is_not_asked_to_agree(django_capture_on_commit_callbacks):
    what, who = consented(), known("kid@example.org")
    Subject.objects.filter(pk=who).update(guardian_until=clock.now().date() + timedelta(days=99))
    browser = by_code("kid@example.org", django_capture_on_commit_callbacks)
    assert press(browser, what, "give").status_code == 404
    assert not ConsentEvent.objects.exists()


def test_the_verification_page_tells_the_genuine_from_the_changed_and_asks_nobody():
    event = said(person(), consented(), "given")
    from consent.consents.receipting import signed_receipt

    token = signed_receipt(event)
    answer = Client(enforce_csrf_checks=True).post(
        "/receipts/verify/", {"text": token[:40] + "\u200b\n" + token[40:]}
    )
    assert answer.context["summary"]["piiPrincipalId"] == str(event.subject_id)
    changed = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    assert Client().post("/receipts/verify/", {"text": changed}).context["refused"]
    keys = Client().get("/.well-known/jwks.json").json()["keys"]
    assert [(key["kty"], key["crv"]) for key in keys] == [("OKP", "Ed25519")]
