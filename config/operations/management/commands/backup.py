"""Saves what the product holds, or (a step of its own) its keys."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.operations.backup import back_up
from config.operations.errors import OperationError
from config.operations.keys import back_up_keys


class Command(BaseCommand):
    """Write a backup to a new folder. Exit 2 with one sentence where that cannot be done."""

    help = "Save database, files and checkpoints to a new folder; with --keys the keys, to another one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder and --keys."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--keys", action="store_true", help="save the keys instead of the data")

    def handle(self, *args: Any, **options: Any) -> None:
        """Save, and say where it lies."""
        folder: Path = options["folder"].absolute()
        try:
            if options["keys"]:
                back_up_keys(folder)
            else:
                back_up(folder, self.stderr.write)
        except (OperationError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        what = "The keys are" if options["keys"] else "Database, files and checkpoints are"
        self.stdout.write(f"{what} in {folder}.")
