"""A browser page that remembers what must not happen: foreign requests, script errors, broken policy."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

_SPOKEN = {"error", "warning"}


class Watched:
    """A page with its misdeeds. `page` is Playwright's own."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.misdeeds: list[str] = []
        self._host = urlsplit(address).netloc
        self.page.on("request", self._requested)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.misdeeds.append(f"script error: {error}"))

    def goto(self, path: str) -> Any:
        """Open a path of the product."""
        return self.page.goto(self.address + path)

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.misdeeds.append(f"request to a foreign host: {parts.netloc}")

    def _said(self, message: ConsoleMessage) -> None:
        # A 403 or 404 that a test asks for is reported as an error of loading; everything else counts.
        if message.type in _SPOKEN and "Failed to load resource" not in message.text:
            self.misdeeds.append(f"{message.type}: {message.text}")
