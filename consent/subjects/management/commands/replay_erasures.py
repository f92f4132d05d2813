"""Lets the erasures that came after a backup happen again in a restored database; `restore` calls it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.subjects.replaying import KeysMissing, replay


class Command(BaseCommand):
    """Remove what the key store's tombstones name. Exit 2 where the key store is not this database's."""

    help = "After a restore: erase again whom the key store's tombstones name."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay, and say in numbers what it removed."""
        try:
            done = replay()
        except KeysMissing as problem:
            raise CommandError(str(problem), returncode=2) from problem
        self.stdout.write(
            f"{done.people:,} people erased again; {done.indexes:,} indexes, {done.links:,} links and "
            f"{done.proofs:,} sealed proofs removed."
        )
