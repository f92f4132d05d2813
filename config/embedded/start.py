"""Which commands need the database, and its start before they run."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.paths import ROOT, Paths
from config.embedded.postgres import ensure_running

WITHOUT_DATABASE = frozenset(
    [
        "anonymity",
        "breach_deadline",
        "check",
        "classify",
        "clv",
        "collectstatic",
        "compilemessages",
        "deadline",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "messages",
        "pseudonymize",
        "retention",
        "selftest",
        "spectacular",
        "startapp",
        "version",
    ]
)


def for_management(argv: Sequence[str], root: Path = ROOT) -> None:
    """Start the embedded database if this command needs it; ends the process with 2 where it cannot.

    Nothing happens where DATABASE_URL names a server, or with production's settings.
    """
    if not needs_database(argv[1:]) or not uses_embedded_database():
        return
    if not Paths(root).installation.exists():
        print("Setting up the embedded database (only this once) ...", file=sys.stderr, flush=True)
    try:
        ensure_running(root)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def uses_embedded_database() -> bool:
    """Tell whether the settings in force use the checkout's own database."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    return not os.environ.get("DATABASE_URL") and not settings.endswith(".production")


def uses_embedded_broker() -> bool:
    """Tell whether the settings in force use the checkout's own Valkey."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    return not os.environ.get("BROKER_URL") and not settings.endswith(".production")


def needs_database(arguments: Sequence[str]) -> bool:
    """Tell whether a command works on the product's database; one that is not known here does."""
    if not arguments or {"-h", "--help", "--version"} & set(arguments):
        return False
    command, given = arguments[0], list(arguments[1:])
    if command == "check":
        return "--database" in given
    if command == "scan":
        return not any(word == "-" or "://" in word for word in given)
    if command == "verify_evidence":
        return not _plain(given)  # a proof bundle is verified without a database
    return command not in WITHOUT_DATABASE


def _plain(given: Sequence[str]) -> list[str]:
    """Return the words that are neither an option nor the value of one."""
    before = ["", *given]
    return [word for previous, word in zip(before, given, strict=False) if not _is_option(previous, word)]


def _is_option(previous: str, word: str) -> bool:
    return word.startswith("-") or previous in ("--since", "--key", "--settings", "--verbosity", "-v")
