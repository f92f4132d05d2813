"""Details beside a list: what a reader chooses is marked at once, has an address, and is found on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched import Watched

pytestmark = pytest.mark.slow

LISTS = [("/catalog/", "dpo"), ("/findings/?state=open", "dpo"), ("/evidence/", "dpo")]


def choose(page: Page, number: int) -> str:
    """Choose a row by its link; return the link's words."""
    link = page.locator(".pick tr a.title").nth(number)
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    return link.inner_text()


@pytest.mark.parametrize(("path", "role"), LISTS)
def test_the_chosen_row_is_marked_at_once_and_alone(
    path: str, role: str, visit: Callable[..., Watched]
) -> None:
    page = visit(role, path).page
    rows = page.locator(".pick tr a.title").count()
    choose(page, 0)
    choose(page, rows - 1)
    expect(page.locator(".pick [aria-current]")).to_have_count(1)
    expect(page.locator(".pick tr.on")).to_have_count(1)


@pytest.mark.parametrize(("path", "role"), LISTS)
def test_the_address_of_what_was_chosen_shows_the_same_again(
    path: str, role: str, visit: Callable[..., Watched]
) -> None:
    page = visit(role, path).page
    choose(page, 0)
    said = page.locator(".panel h2").inner_text()
    page.reload()
    expect(page.locator(".panel h2")).to_have_text(said)
    expect(page.locator(".pick tr.on")).to_have_count(1)


@pytest.mark.parametrize(("path", "role"), LISTS)
def test_on_a_phone_the_reader_is_led_to_the_details_and_back(
    path: str, role: str, visit: Callable[..., Watched]
) -> None:
    page = visit(role, path, viewport={"width": 390, "height": 844}).page
    choose(page, 0)
    expect(page.locator(".panel h2")).to_be_in_viewport()
    expect(page.locator(".panel h2")).to_be_focused()
    page.get_by_role("link", name="Zur Liste").click()
    expect(page.locator("#h-hits")).to_be_in_viewport()
