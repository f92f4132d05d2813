"""The frame in a real browser: axe finds nothing, nothing overflows, icons and popovers work, policy holds."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as conf
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from consent.parties.permissions import Role
from tests.browser import chromium
from tests.browser.watched import Watched
from tests.factories import signed_in

SHOTS = Path(__file__).parents[1] / "browser" / "shots"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.config.probe_urls"),
]


@pytest.fixture(autouse=True)
def probe_templates(settings: Any) -> None:
    settings.TEMPLATES = [dict(settings.TEMPLATES[0], DIRS=[Path(__file__).parent / "templates"])]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.executable()
    if path is None:
        (pytest.skip if chromium.is_left_out() else pytest.fail)(chromium.MISSING)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visit(Watched):
    """A watched page of somebody who is signed in, or of a stranger."""

    def __init__(self, browser: Browser, address: str, client: Client | None, **options: Any) -> None:
        context = browser.new_context(locale="de-DE", **options)
        if client is not None:
            name = conf.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
        super().__init__(context, address)

    def open(self, path: str) -> Page:
        self.goto(path)
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
    assert visit.misdeeds == []


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


def test_it_prints_without_what_only_a_screen_needs(browser: Browser, live_server: Any) -> None:
    visit = Visit(browser, live_server.url, signed_in(Role.DPO), viewport={"width": 1000, "height": 900})
    page = visit.open("/probe/pieces/")
    page.emulate_media(media="print")
    visit.shoot("pieces-print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".side").is_visible()


def test_it_follows_the_readers_own_colours(browser: Browser, live_server: Any) -> None:
    visit = Visit(
        browser,
        live_server.url,
        signed_in(Role.DPO),
        forced_colors="active",
        viewport={"width": 1000, "height": 900},
    )
    visit.open("/probe/pieces/")
    visit.shoot("pieces-forced")
    assert visit.findings() == []
