"""Changes the keys now, so that every erasure until now is final."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.subjects.chores import ChoreFailed, key_state, run_now
from consent.subjects.models import Chore


class Command(BaseCommand):
    """Bury, wrap the survivors anew, destroy the old wrapping key. Exit 2 with one sentence where it fails."""

    help = (
        "Wrap all people's keys under a new key and destroy the old one; erasures until now are final then."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what holds now."""
        try:
            run = run_now(Chore.REWRAP)
        except ChoreFailed as problem:
            raise CommandError(f"The keys were not changed: {problem}", returncode=2) from problem
        state = key_state()
        self.stdout.write(
            f"Epoch {run.done}: keys of {state.people:,} people wrapped anew, the old wrapping key is destroyed. "
            f"Erasures: {state.final:,} final, {state.pending + state.to_bury:,} pending."
        )
