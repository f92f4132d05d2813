"""What only a real browser shows: passkeys, a program's redirect under the content policy, the API's page in every mode."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection

from consent.parties.models import User
from consent.parties.permissions import Role
from tests.browser.watched import Watched
from tests.consent.parties.people import PASSWORD, application, challenge, member

pytestmark = pytest.mark.slow
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def committed(make: Callable[[], Any]) -> Any:
    """Run in a thread of its own, which commits, so that the server sees it."""

    def run() -> Any:
        try:
            return make()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(run).result()


@pytest.fixture
def person(world: Any) -> User:
    user: User = committed(lambda: member(Role.AUDITOR))
    return user


def sign_in(watched: Watched, user: User) -> None:
    page = watched.page
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.locator("main button.first").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def test_a_passkey_is_added_and_signs_in_without_a_password(person: User, visit: Any) -> None:
    watched = visit(None, "/account/login/")
    page = watched.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(watched, person)
    watched.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.locator("main button.first").click()
    page.check("#id_passwordless")
    page.locator("main button.first").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    page.locator("form[action='/account/logout/'] button").click()
    page.wait_for_url("**/account/login/")
    page.locator("[data-passkey='sign-in'] button").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    watched.goto("/account/")
    assert person.email in page.locator("main").inner_text()


def test_a_program_gets_its_code_although_forms_lead_nowhere_else(person: User, visit: Any) -> None:
    program = committed(application)
    watched = visit(None, "/account/login/")
    page = watched.page
    sign_in(watched, person)
    arrived: list[str] = []
    page.route(
        "http://127.0.0.1:9/**", lambda route: (arrived.append(route.request.url), route.fulfill(body="ok"))
    )
    watched.goto(
        "/oauth/authorize/?response_type=code&state=s&scope=read"
        f"&client_id={program.application.client_id}&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback"
        f"&code_challenge={challenge()}&code_challenge_method=S256"
    )
    page.locator("button[name=allow]").click()
    page.wait_for_url("http://127.0.0.1:9/back**")
    assert "code=" in page.url
    watched.misdeeds.clear()  # leading to the program's own address is what was asked for


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_apis_page_is_readable_for_everybody(scheme: str, visit: Any) -> None:
    page = visit("dpo", "/api/docs/", color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.locator("details").count() >= 4
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
