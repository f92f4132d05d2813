"""Reading settings from the environment, with one clear sentence where something is wrong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

_PARTS = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT", "dbname": "NAME"}


def text(name: str, default: str | None = None) -> str:
    """Return a variable's text; raises ImproperlyConfigured where it is needed and missing."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; docs/operators.md says what it holds.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def needed_words(name: str) -> list[str]:
    """Return a comma-separated variable; raises ImproperlyConfigured where it holds nothing."""
    text(name)
    return words(name)


def number(name: str, default: int) -> int:
    """Return a whole number; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(value)


def secret(name: str, least: int = 50) -> str:
    """Return a secret that is long enough to be one; raises ImproperlyConfigured."""
    value = text(name)
    if len(value) < least:
        raise ImproperlyConfigured(
            f"{name} must have at least {least} characters: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' makes one."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} must be yes or no.")


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's settings for a postgresql:// address; every other kind is refused."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address; no other database is supported.")
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError:
        raise ImproperlyConfigured(f"{name} is not a valid postgresql:// address.") from None
    settings = {ours: str(parts.pop(theirs, "") or "") for theirs, ours in _PARTS.items()}
    if flag("DATABASE_PREPARED", True):
        parts["prepare_threshold"] = 5  # else each entry of the ledger is parsed and planned anew
    return settings | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }


@contextmanager
def said_plainly(status: int = 2) -> Iterator[None]:
    """Say a wrong setting in its own sentence and end with a status, instead of a traceback."""
    try:
        yield
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        raise SystemExit(status) from None
