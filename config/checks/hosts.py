"""Which outside hosts the settings name; pure, works on any mapping of settings."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

# Our own addresses: where we are reached, not where we send anything.
OURS = frozenset({"CSRF_TRUSTED_ORIGINS", "SITE_URL", "ALLOWED_HOSTS"})
# Settings that hold a bare host name, and what that host does.
BARE = {"EMAIL_HOST": "mail"}
PURPOSES = {
    "DATABASES": "database",
    "CELERY": "broker",
    "SOCIALACCOUNT": "sign-in",
    "STORAGES": "storage",
    "CACHES": "cache",
    "KEK_TRANSIT": "keys",
}


@dataclass(frozen=True, slots=True, order=True)
class NamedHost:
    """A host that a setting names, and what it does for us."""

    host: str
    purpose: str
    setting: str


def named_hosts(settings: Mapping[str, Any]) -> tuple[NamedHost, ...]:
    """Return every host outside this machine that the settings name, each once for each purpose.

    Besides the known places, every address (`scheme://host`) in any setting counts: a setting that
    comes later is seen without a change here.
    """
    found = {
        NamedHost(host, _purpose(name), name)
        for name, value in settings.items()
        if name.isupper() and name not in OURS
        for host in (_databases(value) if name == "DATABASES" else _of(name, value))
    }
    return tuple(sorted(named for named in found if not is_this_machine(named.host)))


def is_this_machine(host: str) -> bool:
    """Tell whether a host never leaves this machine: a socket's folder, or loopback."""
    if not host or host.startswith(("/", "@")) or host in ("localhost", "socket"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _of(name: str, value: Any) -> Iterator[str]:
    if name in BARE and isinstance(value, str):
        yield _plain(value)
    yield from _addresses(value)


def _databases(databases: Any) -> Iterator[str]:
    for alias in databases.values():
        options = alias.get("OPTIONS", {})
        for hosts in (alias.get("HOST", ""), options.get("host", ""), options.get("hostaddr", "")):
            yield from (_plain(host) for host in str(hosts).split(","))


def _addresses(value: Any) -> Iterator[str]:
    """Find addresses in texts, lists and mappings, however deep."""
    if isinstance(value, str):
        for part in value.replace(";", " ").replace(",", " ").split():
            if "://" in part:
                yield _plain(urlsplit(part).hostname or "")
    elif isinstance(value, Mapping):
        yield from _each(value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from _each(value)


def _each(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _addresses(value)


def _plain(host: str) -> str:
    return host.strip().strip("[]").lower().rstrip(".")


def _purpose(name: str) -> str:
    if name in BARE:
        return BARE[name]
    return next((purpose for start, purpose in PURPOSES.items() if name.startswith(start)), name.lower())
