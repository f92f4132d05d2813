"""What holds on every page: accessible in light and dark, on a phone, by keyboard, in two languages, from one host."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.desks import DESK, Desks
from tests.browser.routes import Route, routes
from tests.browser.watched import Watched
from tests.browser.world import World

pytestmark = pytest.mark.slow

ROUTES = routes()
# Who is asked first to open a page: the DPO reads almost everything.
NOBODY = "nobody"
READERS = ("dpo", "administrator", "representative", "head", "steward", None)


@dataclass(frozen=True)
class Shown:
    """A page, opened by somebody who may see it: in German, light, on a desk."""

    path: str
    reader: str | None
    watched: Watched

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.watched.page


@pytest.fixture(scope="module", params=ROUTES, ids=str)
def route(request: pytest.FixtureRequest) -> Route:
    """Every address in turn; all tests of one follow each other, so that it is opened once."""
    found: Route = request.param
    return found


@pytest.fixture(scope="module")
def shown(route: Route, world: World, desks: Desks) -> list[Shown]:
    """The route's page; empty where the route answers GET with no page."""
    if missing := set(route.variables) - world.examples.get(route.name, {}).keys():
        pytest.fail(f"{route}: tests/browser/world.py names no example for {', '.join(sorted(missing))}.")
    path = reverse(route.name, kwargs=world.examples.get(route.name)) if route.name else f"/{route.form}"
    reader = _reader(route, path, world)
    return [Shown(path, reader, desks.open(reader, path))] if reader != NOBODY else []


def _reader(route: Route, path: str, world: World) -> str | None:
    """Return who sees a page at this path; NOBODY where it is none: an action, a download, a detour."""
    statuses = set()
    for reader in READERS:
        answer = world.ask(reader, path)
        is_page = answer.get("Content-Type", "").partition(";")[0] == "text/html"
        if answer.status_code == 200 or (is_page and route.name in world.refusals):
            return reader if is_page else NOBODY
        if answer.status_code == 405:
            return NOBODY
        statuses.add(answer.status_code)
    assert statuses & {301, 302}, f"{path} opens for nobody: {statuses}"
    return NOBODY


def test_axe_finds_nothing_in_the_light(shown: list[Shown]) -> None:
    for one in shown:
        one.page.emulate_media(color_scheme="light")
        results = Axe().run(one.page)
        assert results.violations_count == 0, results.generate_report()


def test_axe_finds_nothing_in_the_dark(shown: list[Shown]) -> None:
    for one in shown:
        one.page.emulate_media(color_scheme="dark")
        results = Axe().run(one.page)
        assert results.violations_count == 0, results.generate_report()


OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + "." + e.className).slice(0, 5)"""


def test_a_phone_of_320_pixels_needs_no_sideways_scroll(shown: list[Shown]) -> None:
    for one in shown:
        one.page.set_viewport_size({"width": 320, "height": 640})
        width = one.page.evaluate("document.documentElement.scrollWidth")
        wide = one.page.evaluate(OVERFLOWING)
        one.page.set_viewport_size(DESK)
        assert width <= 320, f"{width} px wide, because of {wide}"


# Each control gets a number; of a group of radio buttons the keyboard reaches the chosen one.
NUMBER_CONTROLS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])")]
    .filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true})
        && (e.type !== "radio" || e.checked))
    .map((e, n) => e.dataset.n = n).length"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    const marked = s.outlineStyle !== "none" || s.boxShadow !== "none";
    return [e.dataset.n ?? null, marked, e.outerHTML.slice(0, 120)]; }"""


def test_every_control_is_reached_by_keyboard_and_shows_it(shown: list[Shown]) -> None:
    for one in shown:
        count = one.page.evaluate(NUMBER_CONTROLS)
        one.page.evaluate("document.activeElement.blur()")
        reached, unmarked = set(), set()
        for _ in range(count + 5):
            one.page.keyboard.press("Tab")
            number, marked, html = one.page.evaluate(FOCUSED)
            reached.add(number)
            unmarked |= {html} if number is not None and not marked else set()
        missing = [number for number in map(str, range(count)) if number not in reached]
        outer = "e => e.outerHTML.slice(0, 120)"
        assert [one.page.locator(f"[data-n='{number}']").evaluate(outer) for number in missing] == []
        assert unmarked == set()


def test_it_speaks_german_and_english(shown: list[Shown], desks: Desks) -> None:
    for one in shown:
        assert one.page.locator("html").get_attribute("lang") == "de"
        english = desks.open(one.reader, one.path, language="en").page
        assert english.locator("html").get_attribute("lang") == "en"
        assert english.locator("body").inner_text() != one.page.locator("body").inner_text()


def test_it_asks_no_other_host_and_breaks_no_policy(shown: list[Shown]) -> None:
    assert [one.watched.misdeeds for one in shown if one.watched.misdeeds] == []


def test_a_page_that_is_not_there_says_so(visit: Callable[..., Watched]) -> None:
    shown = visit("dpo", "/gibt/es/nicht/")
    assert shown.page.locator("h1").inner_text() == "Nicht gefunden"
    assert Axe().run(shown.page).violations_count == 0
