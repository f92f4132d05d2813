"""Import consent events from a CSV file, with a report of every line that was not taken."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from consent.consents.importing import import_file
from consent.consents.lines import NoHeading
from consent.consents.words import fault_words


class Command(BaseCommand):
    """Exit 0: all lines taken; 1: some are broken, see the report; 2: the file could not be read."""

    help = "Imports consent events from a CSV file; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the form of the report."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        try:
            run = import_file(options["file"])
        except NoHeading as error:
            self._end(str(error))
        except OSError as error:
            self._end(f"{options['file']} cannot be read: {error.strerror}.")
        broken = list(run.broken_lines.order_by("line").values("line", "column", "fault"))
        counts = {name: getattr(run, name) for name in ("lines", "stored", "known", "broken", "unproved")}
        if options["json"]:
            self.stdout.write(json.dumps(counts | {"broken_lines": broken}))
        else:
            self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
            for one in broken:
                where = f" ({one['column']})" if one["column"] else ""
                self.stdout.write(f"line {one['line']}{where}: {fault_words(one['fault'])}")
        if broken:
            sys.exit(1)

    def _end(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(2)
