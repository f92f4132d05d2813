"""The real product behind a live server, a real browser before it, and a small company inside."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from config.web.catalogues import compile_all
from tests.browser import chromium
from tests.browser.desks import Desks
from tests.browser.watched import Watched
from tests.browser.world import World, build_world


@pytest.fixture(scope="package")
def chromium_path() -> str:
    """Where the browser is; without one the tests fail, unless whoever runs them leaves it out knowingly."""
    path = chromium.executable()
    if path is None:
        (pytest.skip if chromium.is_left_out() else pytest.fail)(chromium.MISSING)
    return path


@pytest.fixture(scope="package")
def world(chromium_path: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The company that the pages show, committed, and gone when the browser's tests end."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "This would write into real data."
        compile_all(Path(settings.ROOT))
        empty = partial(call_command, "flush", interactive=False, verbosity=0)
        empty()  # a killed run leaves its world behind
        yield build_world()
        empty()


@pytest.fixture(autouse=True)
def db(world: World) -> None:
    """The world's rows, committed: the server's threads must see them, so nothing is rolled back.

    The name tells pytest-django to make the test database.
    """


@pytest.fixture(scope="package")
def browser(chromium_path: str, world: World) -> Iterator[Browser]:
    """Chromium, started once, after the world was made.

    Playwright keeps an event loop in this thread: Django takes that for asynchronous code, and gives
    it a database connection of its own.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=list(chromium.FLAGS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def server(world: World) -> Iterator[LiveServer]:
    """The product on a port of this machine."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture(scope="package")
def desks(browser: Browser, server: LiveServer, world: World) -> Iterator[Desks]:
    """Windows that stay open from page to page."""
    made = Desks(browser, server.url, world)
    yield made
    made.close()


@pytest.fixture
def context_for(
    browser: Browser, server: LiveServer, world: World
) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts: signed in as a role, in a language, light or dark."""
    made: list[BrowserContext] = []

    def make(role: str | None = None, *, language: str = "de", **more: Any) -> BrowserContext:
        context = browser.new_context(locale=f"{language}-{language.upper()}", **more)
        made.append(context)
        cookies = {"django_language": language}
        if role is not None:
            cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
            # The account's language outranks the browser's; a thread of its own commits at once
            with ThreadPoolExecutor(1) as apart:
                apart.submit(world.speak, role, language).result()
        context.add_cookies(
            [{"name": name, "value": value, "url": server.url} for name, value in cookies.items()]
        )
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def visit(context_for: Callable[..., BrowserContext], server: LiveServer) -> Iterator[Callable[..., Watched]]:
    """Open pages that are watched; what must not happen fails the test at its end."""
    opened: list[Watched] = []

    def open_page(role: str | None = None, path: str | None = None, **more: Any) -> Watched:
        watched = Watched(context_for(role, **more), server.url)
        opened.append(watched)
        if path is not None:
            watched.goto(path)
            assert watched.page.url == server.url + path, "The reader was led elsewhere."
        return watched

    yield open_page
    assert [misdeed for watched in opened for misdeed in watched.misdeeds] == []
