"""Makes the demo company's people in an empty installation, and prints how to sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.demo import people_services


class Command(BaseCommand):
    """Print the demo people's sign-ins, as the start of the product does."""

    help = "Make the demo people in an empty installation and print how they sign in. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 with one sentence where the installation belongs to somebody else, or to production."""
        if reason := people_services.why_not():
            raise CommandError(reason, returncode=2)
        self.stdout.write(people_services.sign_ins())
