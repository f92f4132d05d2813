"""Brings a backup back, or (a step of its own, before it) the keys."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.operations.errors import OperationError
from config.operations.keys import restore_keys
from config.operations.restore import restore


class Command(BaseCommand):
    """Restore into an empty installation. Exit 2 with one sentence where that cannot be done."""

    help = "Bring back what `backup` saved and verify the ledger; first the keys (--keys), then the data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, --keys and --replace."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--keys", action="store_true", help="bring the keys back instead of the data")
        parser.add_argument("--replace", action="store_true", help="also where something is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say that the ledger holds."""
        folder: Path = options["folder"].absolute()
        try:
            if options["keys"]:
                restore_keys(folder, replace=options["replace"])
            else:
                restore(folder, replace=options["replace"], say=self.stderr.write)
        except (OperationError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        what = "The keys are back." if options["keys"] else "The backup is back, and its ledger is as signed."
        self.stdout.write(what)
