"""What holds on every page: accessible in light and dark, on a phone, by keyboard, in two languages, from one host."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.urls import reverse

from tests.browser.routes import Route, routes
from tests.browser.watched import Watched
from tests.browser.world import World

pytestmark = pytest.mark.slow

ROUTES = routes()
# Who is asked first to open a page: the DPO reads almost everything.
READERS = ("dpo", "administrator", "head", "steward", None)
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=str)


@dataclass(frozen=True)
class Shown:
    """A page and somebody who may see it."""

    path: str
    reader: str | None


@pytest.fixture
def pages(route: Route, world: World, db: None) -> list[Shown]:
    """The route's page with its first reader; empty where the route answers GET with no page."""
    if missing := set(route.variables) - world.examples.get(route.name, {}).keys():
        pytest.fail(f"{route}: tests/browser/world.py names no example for {', '.join(sorted(missing))}.")
    path = reverse(route.name, kwargs=world.examples.get(route.name)) if route.name else f"/{route.form}"
    with transaction.atomic():
        answers = {reader: world.client(reader).get(path) for reader in READERS}
        transaction.set_rollback(True)  # a row that it locked would make the server wait
    if any(answer.status_code == 405 for answer in answers.values()):
        return []
    readers = [reader for reader, answer in answers.items() if answer.status_code == 200]
    if not readers:
        assert any(answer.status_code in (301, 302) for answer in answers.values()), (
            f"{path} opens for nobody."
        )
        return []
    kind = answers[readers[0]].get("Content-Type", "").partition(";")[0]
    return [Shown(path, readers[0])] if kind == "text/html" else []


@EVERY_ROUTE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(pages: list[Shown], scheme: str, visit: Callable[..., Watched]) -> None:
    for page in pages:
        results = Axe().run(visit(page.reader, page.path, color_scheme=scheme).page)
        assert results.violations_count == 0, results.generate_report()


OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + "." + e.className).slice(0, 5)"""


@EVERY_ROUTE
def test_a_phone_of_320_pixels_needs_no_sideways_scroll(
    pages: list[Shown], visit: Callable[..., Watched]
) -> None:
    for page in pages:
        phone = visit(page.reader, page.path, viewport={"width": 320, "height": 640}).page
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{width} px wide, because of {phone.evaluate(OVERFLOWING)}"


# Each control gets a number; of a group of radio buttons the keyboard reaches the chosen one.
NUMBER_CONTROLS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])")]
    .filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true})
        && (e.type !== "radio" || e.checked))
    .map((e, n) => e.dataset.n = n).length"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    const marked = s.outlineStyle !== "none" || s.boxShadow !== "none";
    return [e.dataset.n ?? null, marked, e.outerHTML.slice(0, 120)]; }"""


@EVERY_ROUTE
def test_every_control_is_reached_by_keyboard_and_shows_it(
    pages: list[Shown], visit: Callable[..., Watched]
) -> None:
    for shown in pages:
        page = visit(shown.reader, shown.path).page
        count = page.evaluate(NUMBER_CONTROLS)
        page.evaluate("document.activeElement.blur()")
        reached, unmarked = set(), set()
        for _ in range(count + 5):
            page.keyboard.press("Tab")
            number, marked, html = page.evaluate(FOCUSED)
            reached.add(number)
            unmarked |= {html} if number is not None and not marked else set()
        missing = [number for number in map(str, range(count)) if number not in reached]
        assert [
            page.locator(f"[data-n='{number}']").evaluate("e => e.outerHTML.slice(0, 120)")
            for number in missing
        ] == []
        assert unmarked == set()


@EVERY_ROUTE
def test_the_page_speaks_german_and_english(pages: list[Shown], visit: Callable[..., Watched]) -> None:
    for shown in pages:
        texts = {}
        for language in ("de", "en"):
            page = visit(shown.reader, shown.path, language=language).page
            assert page.locator("html").get_attribute("lang") == language
            texts[language] = page.locator("body").inner_text()
        assert texts["de"] != texts["en"]


def test_a_page_that_is_not_there_says_so(visit: Callable[..., Watched]) -> None:
    shown = visit("dpo", "/gibt/es/nicht/")
    assert shown.page.locator("h1").inner_text() == "Nicht gefunden"
    assert Axe().run(shown.page).violations_count == 0
