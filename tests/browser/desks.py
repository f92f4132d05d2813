"""A browser window for each reader and language, kept open, so that a page costs one navigation."""

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from tests.browser.watched import Watched
from tests.browser.world import World

DESK = {"width": 1280, "height": 900}


class Desks:
    """Opens pages as somebody, in a language."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self._browser = browser
        self._address = address
        self._world = world
        self._windows: dict[tuple[str | None, str], Watched] = {}

    def open(self, reader: str | None, path: str, *, language: str = "de") -> Watched:
        """Open a path in the reader's window; what was wrong with the page before is forgotten."""
        if reader is not None:
            # The account's language outranks the browser's; a thread of its own commits at once
            with ThreadPoolExecutor(1) as apart:
                apart.submit(self._world.speak, reader, language).result()
        window = self._windows.get((reader, language))
        if window is None:
            window = self._windows[reader, language] = Watched(self._context(reader, language), self._address)
        window.misdeeds.clear()
        window.page.set_viewport_size(DESK)
        window.page.emulate_media(color_scheme="light")
        window.goto(path)
        return window

    def close(self) -> None:
        """Close all windows."""
        for window in self._windows.values():
            window.page.context.close()

    def _context(self, reader: str | None, language: str) -> BrowserContext:
        context = self._browser.new_context(locale=f"{language}-{language.upper()}")
        cookies = {"django_language": language}
        if reader is not None:
            cookies[settings.SESSION_COOKIE_NAME] = self._world.sessions[reader]
        context.add_cookies(
            [{"name": name, "value": value, "url": self._address} for name, value in cookies.items()]
        )
        return context
