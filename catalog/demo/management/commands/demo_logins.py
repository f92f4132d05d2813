"""Makes the demo company's people in an empty installation, and prints how to sign in."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.demo import people_services
from catalog.demo.cast import PARTS
from catalog.demo.logins import table


class Command(BaseCommand):
    """Print the demo people's sign-ins; quick, because the first page waits for it."""

    help = "Make the demo people in an empty installation and print how they sign in. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print nothing where the installation belongs to somebody else."""
        if people_services.why_not() is not None:
            return
        passwords = people_services.make_people()
        self.stdout.write(f"Demo people ({people_services.logins_path()}):")
        for line in table(PARTS, passwords):
            self.stdout.write(f"  {line}")
