"""Make the demo people and print their passwords."""

import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand

from consent.parties.demo import as_text, make_demo_logins


class Command(BaseCommand):
    """Make one demo person for each role; passwords are random, printed, and kept in var/."""

    help = "Makes demo people with random passwords; embedded settings only, sign-in from this machine only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the logins; exit 2 with one sentence with any other settings."""
        try:
            self.stdout.write(as_text(make_demo_logins()), ending="")
        except ImproperlyConfigured as error:
            self.stderr.write(str(error))
            sys.exit(2)
