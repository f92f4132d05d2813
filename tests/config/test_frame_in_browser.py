"""The frame in a real browser: axe finds nothing, nothing overflows, icons and popovers work, no CSP fault."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as conf
from django.test import Client

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread

from playwright.sync_api import Browser, Page, sync_playwright

from consent.parties.permissions import Role
from tests.factories import signed_in

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path(__file__).parents[1] / "browser" / "shots"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.config.probe_urls"),
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="Chromium is not installed (Debian: apt-get install chromium)."
    ),
]


@pytest.fixture(autouse=True)
def probe_templates(settings: Any) -> None:
    templates = [dict(settings.TEMPLATES[0], DIRS=[Path(__file__).parent / "templates"])]
    settings.TEMPLATES = templates


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


class Visit:
    """A page in the browser, with what its console and its network had to complain about."""

    def __init__(self, browser: Browser, address: str, client: Client | None, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(locale="de-DE", **options)
        self.complaints: list[str] = []
        if client is not None:
            cookie = {
                "name": conf.SESSION_COOKIE_NAME,
                "value": client.cookies[conf.SESSION_COOKIE_NAME].value,
            }
            self.context.add_cookies([cookie | {"url": address}])
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("requestfailed", lambda failed: self.complaints.append(failed.url))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def overflow(self) -> int:
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def findings(self) -> list[str]:
        found = Axe().run(self.page).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    def shoot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)

    def _complain(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


SIZES = {"desktop": (1440, 1000), "tablet": (900, 1000), "phone": (320, 700)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_of_all_pieces_is_accessible(
    browser: Browser, live_server: Any, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    visit = Visit(
        browser,
        live_server.url,
        signed_in(Role.ADMINISTRATOR),
        viewport={"width": width, "height": height},
        color_scheme=scheme,
    )
    page = visit.open("/probe/pieces/")
    visit.shoot(f"pieces-{size}-{scheme}")
    assert visit.overflow() <= 0
    assert visit.findings() == []
    page.get_by_role("button", name="Art. 30 Abs. 1").first.click()
    assert page.locator(".pop:popover-open").is_visible()
    assert visit.findings() == []
    visit.shoot(f"pieces-{size}-{scheme}-open")
    assert visit.complaints == []


def test_a_sent_form_with_errors_takes_the_focus_to_its_summary(browser: Browser, live_server: Any) -> None:
    visit = Visit(browser, live_server.url, signed_in(Role.DPO), viewport={"width": 390, "height": 800})
    page = visit.open("/probe/pieces/")
    page.get_by_label("Name").evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.id") == "errors"
    assert visit.findings() == []
    visit.shoot("pieces-errors")
    page.locator("#errors").get_by_role("link", name="Name").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_icons_are_drawn_from_the_sprite(browser: Browser, live_server: Any) -> None:
    visit = Visit(browser, live_server.url, signed_in(Role.DPO), viewport={"width": 1440, "height": 900})
    page = visit.open("/probe/pieces/")
    box = page.locator(".brand use").first.evaluate("mark => mark.getBBox().width")
    assert box > 5


def test_strangers_and_readers_get_accessible_error_pages(browser: Browser, live_server: Any) -> None:
    for name, client in {"stranger": None, "reader": signed_in(Role.DPO)}.items():
        visit = Visit(browser, live_server.url, client, viewport={"width": 320, "height": 700})
        for path in ("/nowhere/", "/probe/refused/", "/probe/suspicious/", "/probe/fail/"):
            visit.open(path)
            visit.shoot(f"problem-{name}{path.strip('/').replace('/', '-')}")
            assert visit.findings() == []
            assert visit.overflow() <= 0
