"""Signing in: password, limits that every process shares, second factor, what ends with a new password."""

import os
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings

from consent.parties.permissions import Role
from tests.consent.parties.ledger import recorded
from tests.consent.parties.people import (
    PASSWORD,
    application,
    bearer,
    confirm,
    is_in,
    member,
    sign_in,
    tokens_for,
)
from tests.factories import department

pytestmark = pytest.mark.django_db
NEW = "a quite different phrase 42"


def code_of(user):
    secret = get_adapter().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_app(user):
    """Set up an authenticator app through the pages; returns the browser."""
    browser = confirm(sign_in(user))
    page = browser.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    browser.post("/account/2fa/totp/activate/", {"code": code})
    return browser


def test_a_person_signs_in_with_address_and_password_in_any_case():
    user = member()
    user.email = user.email.upper()
    assert is_in(sign_in(user))


def test_a_wrong_password_says_nothing_about_the_account():
    user = member()
    known = Browser().post("/account/login/", {"login": user.email, "password": "wrong"})
    unknown = Browser().post("/account/login/", {"login": "nobody@example.com", "password": "wrong"})
    said = [list(page.context["form"].non_field_errors()) for page in (known, unknown)]
    assert said[0] == said[1] != []


def test_the_sixth_wrong_password_is_refused_even_where_the_next_one_is_right():
    user = member()
    for attempt in range(5):
        sign_in(user, f"wrong {attempt}")
    assert not is_in(sign_in(user))
    assert recorded("signin.refused") == 1
    sign_in(user)
    assert recorded("signin.refused") == 1


def test_whoever_guesses_is_told_with_429_when_to_try_again():
    user = member()
    for attempt in range(5):
        sign_in(user, f"wrong {attempt}")
    answer = Browser().post("/account/login/", {"login": user.email, "password": "wrong again"})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 300
    assert "5 Minuten" in answer.text and user.email not in answer.text


def test_the_limit_ends_by_itself(monkeypatch):
    user, clock = member(), time.time
    for attempt in range(5):
        sign_in(user, f"wrong {attempt}")
    monkeypatch.setattr(time, "time", lambda: clock() + 301)
    assert is_in(sign_in(user))


def test_another_account_signs_in_while_one_is_locked():
    user = member()
    for attempt in range(6):
        sign_in(user, f"wrong {attempt}")
    assert is_in(sign_in(member()))


def test_guessing_codes_of_the_second_factor_ends_in_429():
    user = member()
    with_app(user)
    browser = sign_in(user)
    answers = [browser.post("/account/2fa/authenticate/", {"code": f"{n:06}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_the_limit_of_an_address_says_when_to_try_again():
    answers = [Browser().post("/account/login/", {"login": f"a{n}@example.com"}) for n in range(31)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_count_together_in_all_processes():
    user = member()
    for attempt in range(5):
        sign_in(user, f"wrong {attempt}")
    at = connection.settings_dict
    owner = settings.DATABASES["owner"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": (
            f"postgresql://{owner['USER']}:{owner['PASSWORD']}@/{at['NAME']}"
            f"?host={owner['HOST'].replace('/', '%2F')}&port={owner['PORT']}"
        ),
    }
    program = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        f"Client().post('/account/login/', {{'login': {user.email!r}, 'password': {PASSWORD!r}}})\n"
        "browser = Client()\n"
        f"browser.post('/account/login/', {{'login': {user.email!r}, 'password': {PASSWORD!r}}})\n"
        "print(browser.get('/account/').status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "302", done.stderr


def test_nobody_signs_up_by_themselves():
    page = Browser().get("/account/signup/")
    assert "einladung" in page.content.decode().lower() or "invitation" in page.content.decode().lower()
    Browser().post("/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
    assert not is_in(sign_in(type("Stranger", (), {"email": "new@example.com"})()))


def test_a_changed_password_ends_all_other_sessions_and_all_tokens():
    user = member()
    here, elsewhere = sign_in(user), sign_in(user)
    token = tokens_for(here, application())["access_token"]
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert Browser().get("/api/v1/me/", **bearer(token)).status_code == 401
    assert recorded("password.changed") == 1


def reset_link():
    return re.search(r"https?://\S+", mail.outbox[-1].body).group().split("testserver")[1]


def test_a_forgotten_password_is_set_anew_by_a_mailed_link_once():
    user = member()
    elsewhere = sign_in(user)
    Browser().post("/account/password/reset/", {"email": user.email})
    link, browser = reset_link(), Browser()
    form = browser.get(link, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert is_in(sign_in(user, NEW))
    assert not is_in(elsewhere)
    assert Browser().get(link, follow=True).context["token_fail"]


def test_a_reset_for_an_unknown_address_looks_the_same():
    known, unknown = (
        Browser().post("/account/password/reset/", {"email": email}, follow=True)
        for email in (member().email, "nobody@example.com")
    )
    assert known.request["PATH_INFO"] == unknown.request["PATH_INFO"]


def test_a_new_address_counts_once_its_code_is_entered():
    user = member()
    browser = sign_in(user)
    browser.post("/account/email/", {"email": "Moved@Example.com", "action_add": ""})
    user.refresh_from_db()
    assert user.email != "moved@example.com"
    code = next(
        line.strip()
        for line in mail.outbox[-1].body.splitlines()
        if re.fullmatch(r"[A-Z0-9-]{6,}", line.strip())
    )
    browser.post("/account/confirm-email/", {"code": code, "action": "verify"})
    user.refresh_from_db()
    assert user.email == "moved@example.com"


def test_a_second_factor_is_asked_for_and_its_secret_is_sealed():
    user = member()
    with_app(user)
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert get_adapter().decrypt(stored) not in stored
    browser = sign_in(user)
    assert not is_in(browser)
    browser.post("/account/2fa/authenticate/", {"code": code_of(user)})
    assert recorded("factor.changed") >= 1


def test_recovery_codes_work_once_each():
    user = member()
    page = with_app(user).get("/account/2fa/recovery-codes/")
    code = page.context["unused_codes"][0]
    first, second = sign_in(user), sign_in(user)
    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})
    assert is_in(first)
    assert not is_in(second)


@override_settings(REQUIRE_SECOND_FACTOR=True)
@pytest.mark.parametrize("role", [role for role in Role if role.is_privileged])
def test_whoever_sees_the_whole_is_led_to_a_second_factor_first(role):
    browser = sign_in(member(role))
    assert browser.get("/controller/")["Location"] == "/account/2fa/"
    assert browser.get("/api/v1/me/").status_code == 403
    assert browser.get("/account/2fa/").status_code == 200


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_with_a_second_factor_the_way_is_free_and_the_last_one_stays():
    user = member(Role.DPO)
    browser = with_app(user)
    assert browser.get("/controller/").status_code == 200
    browser.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_roles_of_a_department_need_no_second_factor():
    assert sign_in(member(Role.STEWARD, department())).get("/controller/").status_code == 200


def test_changing_a_second_factor_asks_for_the_password_again():
    page = sign_in(member()).get("/account/2fa/totp/activate/")
    assert page["Location"].startswith("/account/reauthenticate/")


def test_all_other_sessions_can_be_ended():
    user = member()
    here, elsewhere = sign_in(user), sign_in(user)
    here.post("/account/sessions/")
    assert is_in(here)
    assert not is_in(elsewhere)


PAGES = [
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/signup/",
    "/account/inactive/",
    "/imprint/",
    "/account/3rdparty/login/cancelled/",
    "/account/3rdparty/login/error/",
]
OWN_PAGES = [
    "/account/",
    "/account/logout/",
    "/account/email/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/3rdparty/",
    "/account/reauthenticate/",
    "/account/leave/",
]


@pytest.mark.parametrize("address", PAGES + OWN_PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_in_our_frame_without_inline_script_or_style(address, language):
    browser = confirm(sign_in(member(language=language))) if address in OWN_PAGES else Browser()
    browser.cookies["django_language"] = language
    text = browser.get(address).content.decode()
    assert 'id="content"' in text, address
    assert "style=" not in text
    assert not re.search(r"<style|\son[a-z]+=", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


def test_ones_account_is_one_step_away_from_every_page():
    assert 'href="/account/"' in sign_in(member(Role.DPO)).get("/people/").content.decode()
