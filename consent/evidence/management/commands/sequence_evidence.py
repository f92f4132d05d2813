"""Gives committed entries their places in the ledger and signs the new checkpoint."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent.evidence.delivery import NotDelivered, write_checkpoint_file
from consent.evidence.sequencing import LedgerBroken, sequence_entries


class Command(BaseCommand):
    """Do by hand what the background worker does every few seconds."""

    help = "Give committed evidence entries their places and sign the new checkpoint."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --all."""
        parser.add_argument(
            "--all", action="store_true", help="look at every entry, as after restoring into another server"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sequence and say how many entries got their places."""
        try:
            placed = sequence_entries(search_all=options["all"])
            written = write_checkpoint_file()
        except (LedgerBroken, NotDelivered) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"{placed} entries placed.")
        if written:
            self.stdout.write(f"Checkpoint written to {written}.")
