"""manage.py classify: judge described columns from a file of JSON lines, with no database running."""

import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.classify import jsonl
from catalog.classify.classifier import classify
from catalog.classify.company import Unusable, company_vocabulary
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.vocabulary import Vocabulary

_COULD_NOT = 2


class Command(BaseCommand):
    """Reads one described column per line, prints one verdict per line."""

    help = "Classify described columns (JSON lines with source, table, column, ...) without a database"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether a machine reads the answer."""
        parser.add_argument("file", help="file of JSON lines; - reads standard input")
        parser.add_argument("--json", action="store_true", help="one JSON line per column")
        parser.add_argument("--company", metavar="FILE.toml", help="your own words and detectors, too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything, judge it together, print it; print nothing when a line is refused."""
        company = _company(options["company"]) if options["company"] else None
        try:
            columns = _read(options["file"])
        except jsonl.Refused as refusal:
            raise CommandError(f"{options['file']}, {refusal}", returncode=_COULD_NOT) from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=_COULD_NOT) from None
        verdicts = classify(columns, company)
        lines = jsonl.write(columns, verdicts) if options["json"] else _table(columns, verdicts)
        for line in lines:
            self.stdout.write(line)


def _company(path: str) -> Vocabulary:
    """Read our vocabulary with a company's words; a fault names the file and the entry."""
    try:
        with open(path, "rb") as file:
            return company_vocabulary(tomllib.load(file))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=_COULD_NOT) from None
    except (Unusable, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}", returncode=_COULD_NOT) from None


def _read(path: str) -> list[ColumnDescription]:
    if path == "-":
        return jsonl.read(sys.stdin.buffer)
    with open(path, "rb") as lines:
        return jsonl.read(lines)


def _table(columns: Iterable[ColumnDescription], verdicts: Iterable[Verdict]) -> Iterator[str]:
    """A plain table for a person: what, how sure, why."""
    for column, verdict in zip(columns, verdicts, strict=True):
        place = f"{column.source}.{column.table}.{column.column}"
        why = verdict.reasons[0].en if verdict.reasons else ""
        article = {"art9": " (Art. 9)", "art10": " (Art. 10)"}.get(verdict.special or "", "")
        yield f"{place:<50} {verdict.category + article:<36} {verdict.confidence:>5.0%}  {why}"
