"""A small OpenID Connect provider on the loopback address: what the company's directory would say."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client as Browser


class Directory:
    """What the directory knows about the person who signs in next."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.url = ""

    def sign_in(self, browser: Browser | None = None, **person: Any) -> tuple[Browser, Any]:
        """Go to the directory and come back, as the browser of this person does."""
        self.person = {"sub": person["email"], "email_verified": True, "name": "Erika Ems"} | person
        browser = browser or Browser()
        away = browser.post("/account/oidc/company/login/")
        state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
        back = browser.get("/account/oidc/company/login/callback/", {"code": "c", "state": state})
        return browser, back


@contextmanager
def running() -> Iterator[Directory]:
    """Run the provider while the block lasts."""
    directory = Directory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/.well-known"):
                self._say(
                    {
                        "issuer": directory.url,
                        "authorization_endpoint": f"{directory.url}/authorize",
                        "token_endpoint": f"{directory.url}/token",
                        "userinfo_endpoint": f"{directory.url}/userinfo",
                        "jwks_uri": f"{directory.url}/keys",
                    }
                )
            else:
                self._say(directory.person)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say({"access_token": "t", "token_type": "Bearer"})

        def _say(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
