"""Scan one source: a registered one by its name, or any by its URL, once and without a trace."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import translation

from catalog.fields.report import Report
from catalog.fields.services.problems import NotPossible
from catalog.fields.terminal import Style, lines_of
from catalog.sources.connectors.base import SourceError
from catalog.sources.words import problem_words

_SQLITE = frozenset({".db", ".sqlite", ".sqlite3", ".db3"})


class Refused(Exception):
    """The command cannot do what it was asked; the message is one clear line."""


class Command(BaseCommand):
    """Find personal data in a source."""

    help = (
        "Find personal data in one source. A registered source by its name; any other by its URL "
        "(postgresql://, mysql://, sqlite:///path, file:///folder) with your own rights, once, storing "
        "nothing. '-' reads the URL from standard input, so that a password stands in no process list."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the source and --json."""
        parser.add_argument("source", metavar="NAME_OR_URL", help="a registered name, a URL, or - for stdin")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Scan and print; exit 2 with one line on standard error where that cannot be done."""
        began = monotonic()
        language = _language()
        try:
            with translation.override(language):
                report = self._report(options["source"])
        except (SourceError, NotPossible, Refused) as error:
            self._stop(str(error))
        except KeyboardInterrupt:
            self._stop("Stopped.")
        self._print(report, options["json"], language, monotonic() - began)

    def _report(self, source: str) -> Report:
        if source == "-":
            source = sys.stdin.readline().strip()
            if "://" not in source:
                raise Refused("Standard input holds no URL; give it as its first line.")
        if "://" not in source:
            return self._registered(source)
        if not settings.EMBEDDED:
            raise Refused(
                "With production settings only registered sources are scanned: add the source on the "
                "page 'Sources' and give its name here."
            )
        from catalog.fields.oneoff import scan_once

        return scan_once(source, self._progress)

    def _registered(self, name: str) -> Report:
        from catalog.fields.services.reporting import registered, scan_registered

        try:
            source = registered(name)
        except DatabaseError:
            raise Refused(
                f"{name!r} cannot be looked up: the catalogue's database does not run or is not set up. Run "
                f"script/server once, or give a URL{_as_url(name)}."
            ) from None
        if source is None:
            raise Refused(
                f"No source is registered as {name!r}. To scan one that is not, give its URL{_as_url(name)}."
            )
        return scan_registered(source)

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\r\033[K" if done == total else ""
            sys.stderr.write(f"\r{done}/{total} …{end}")
            sys.stderr.flush()

    def _print(self, report: Report, as_json: bool, language: str, seconds: float) -> None:
        try:
            if as_json:
                sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
            else:
                colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
                style = Style(
                    language, shutil.get_terminal_size((120, 24)).columns, colour, _explained(language)
                )
                sys.stdout.writelines(f"{line}\n" for line in lines_of(report, style, seconds))
            sys.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough (| head): not our failure
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _stop(self, sentence: str) -> None:
        sys.stderr.write(f"{sentence}\n")
        raise SystemExit(2)


def _as_url(name: str) -> str:
    """Say how what was given would be a URL: an existing path its own, else an example."""
    if name and os.path.exists(name):
        path = quote(os.path.abspath(name))
        folder = os.path.isdir(name) or Path(name).suffix.casefold() not in _SQLITE
        return f": {'file' if folder else 'sqlite'}://{path}"
    return ", such as sqlite:///path/file.db or file:///folder"


def _explained(language: str) -> Callable[[str], str]:
    """Return what puts a table's fault into the reader's language; messages are in English already."""

    def german(code: str) -> str:
        with translation.override(language):
            return str(problem_words(code))

    return german if language == "de" else lambda code: ""


def _language() -> str:
    """Return the language of the caller's terminal; German where it is German, else English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "de" if asked.startswith("de") else "en"
