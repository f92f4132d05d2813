"""Brings the demo company into an empty embedded installation: record, people, systems, sources, first scans."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.demo import services
from catalog.demo.services import NotHere


class Command(BaseCommand):
    """Found the demo company; what stands already is left alone, what a killed run left open is finished."""

    help = "Found the demo company in an empty embedded installation. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer size, seed, and silence where the company cannot be."""
        parser.add_argument("--customers", type=int, help="how many customers the company has (20,000)")
        parser.add_argument("--seed", type=int, help="the same seed makes the same company (1)")
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where the installation belongs to somebody else",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all steps; exit 2 with one sentence where the company cannot be here."""
        try:
            services.found_company(options["customers"], options["seed"], self._say)
        except NotHere as reason:
            if not options["if_empty"]:
                raise CommandError(str(reason), returncode=2) from None
            self._say(str(reason))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
