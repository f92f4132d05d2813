"""A customer before the preference centre: without script, on a phone, in as many clicks as giving took."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from consent.consents import centre
from consent.consents.models import ConsentEvent
from consent.law.standing import Kind
from tests.browser.test_walk import apart
from tests.browser.world import World
from tests.consent.consents import cases

pytestmark = pytest.mark.slow
ADDRESS = "kim.customer@example.org"


@pytest.fixture
def customer(world: World) -> dict[str, str]:
    """Somebody known by an address, with uses on three bases, and a link to their centre."""

    def make() -> dict[str, str]:
        who = cases.known(ADDRESS)
        tag = str(who)[:8]
        cases.consented(key=f"news-{tag}", direct_marketing=True)
        cases.purpose("6-1-f", key=f"post-{tag}", direct_marketing=True)
        cases.purpose("6-1-f", key=f"fraud-{tag}", kinds=("FraudPreventionAndDetection",))
        cases.purpose("6-1-b", key=f"order-{tag}", contract="Kaufvertrag")
        return {"who": str(who), "tag": tag, "link": "/" + centre.make_link(who, None)[0].split("/", 3)[3]}

    made: dict[str, str] = apart(make)
    return made


@pytest.fixture(params=["with script", "without script"])
def phone(request: pytest.FixtureRequest, browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A phone of 320 pixels, with and without script."""
    context = browser.new_context(
        locale="de-DE", viewport={"width": 320, "height": 640}, base_url=server.url,
        java_script_enabled=request.param == "with script",
    )  # fmt: skip
    yield context.new_page()
    context.close()


def enter_by_code(page: Page) -> None:
    page.goto("/preferences/")
    page.get_by_label("E-Mail-Adresse").fill(ADDRESS)
    page.get_by_role("button", name="Code senden").click()
    code = re.search(r"\d{8}", str(mail.outbox[-1].body))
    assert code is not None
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Weiter").click()


def test_art_7_3_withdrawing_takes_no_more_clicks_than_giving(
    customer: dict[str, str], phone: Page, forget_people: None
) -> None:
    name = f"Zweck news-{customer['tag']}"
    enter_by_code(phone)
    clicks = {}
    phone.set_default_timeout(10_000)
    for word, kind in (("Zustimmen", Kind.GIVEN), ("Widerrufen", Kind.WITHDRAWN)):
        phone.get_by_role("button", name=re.compile(f"{word}.*{name}")).click()
        clicks[kind] = 1
        expect(phone.get_by_role("status")).to_contain_text(name)
        steps = apart(lambda kind=kind: ConsentEvent.objects.get(subject=customer["who"], kind=kind).steps)
        assert steps == clicks[kind]
    assert clicks[Kind.WITHDRAWN] <= clicks[Kind.GIVEN]
    with phone.expect_download() as download:
        phone.get_by_role("link", name="PDF").first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_the_centre_fits_a_phone_and_axe_finds_nothing(
    customer: dict[str, str], browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(locale="de-DE", viewport={"width": 320, "height": 640}, base_url=server.url)
    page = context.new_page()
    page.goto(customer["link"])
    assert page.url.endswith("/preferences/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    page.get_by_role("button", name=re.compile(f"Widersprechen.*fraud-{customer['tag']}")).click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.close()


@pytest.fixture
def forget_people() -> Iterator[None]:
    """Let the next test find one person alone behind the address."""
    yield
    apart(_forget)


def _forget() -> None:
    from consent.subjects.models import IndexEntry

    IndexEntry.objects.all().delete()
