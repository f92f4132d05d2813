"""One POST to a system outside: only where it may go, checked on the very address that is connected to."""

import http.client
import socket
import ssl
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

from config.addresses import AddressRule, IPAddress, is_public, is_this_machine, parse_rule, resolve

_SECONDS = 10


class NotSent(Exception):
    """Nothing was taken; `code` says why, in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def post(url: str, body: bytes, headers: Mapping[str, str], allowed: Iterable[str]) -> int:
    """Send the body and return the answer's status; redirects are not followed. Raises NotSent.

    The name is resolved once, and what was checked is what is connected to.
    """
    parts = urlsplit(url)
    address, port = reachable(parts, [parse_rule(text) for text in allowed])
    host = parts.hostname or ""
    try:
        with socket.create_connection((str(address), port), timeout=_SECONDS) as plain:
            carried: socket.socket = plain
            if parts.scheme == "https":
                carried = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            with carried:
                return _ask(carried, parts, body, headers)
    except ssl.SSLError:
        raise NotSent("certificate") from None
    except TimeoutError:
        raise NotSent("timeout") from None
    except (OSError, http.client.HTTPException):
        raise NotSent("unreachable") from None


def reachable(parts: SplitResult, rules: list[AddressRule]) -> tuple[IPAddress, int]:
    """Return the address to connect to. Raises NotSent unless every address of the name is open.

    Plain http goes only to what the administrator has listed.
    """
    host = parts.hostname or ""
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = resolve(host, port)
    except (OSError, UnicodeError, ValueError):
        raise NotSent("unresolved") from None
    for address in found:
        listed = any(rule.allows(host, address, port) for rule in rules)
        open_to_all = parts.scheme == "https" and is_public(address) and not is_this_machine(address)
        if parts.scheme not in {"https", "http"} or not (listed or open_to_all):
            raise NotSent("address_closed")
    if not found:
        raise NotSent("unresolved")
    return found[0], port


def _ask(carried: socket.socket, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(parts.netloc, timeout=_SECONDS)
    connection.sock = carried
    path = parts.path or "/"
    connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
    return connection.getresponse().status
