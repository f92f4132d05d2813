"""Print the link that makes the first administrator."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from consent.parties.invitations import FIRST_LINK_HOURS, first_administrator_link
from consent.parties.ownership import Refused


class Command(BaseCommand):
    """Print a one-time link with which the first administrator sets name, address and password."""

    help = "Prints a link, valid for 24 hours and once, with which the first administrator comes in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address under which the product is reached, and --force."""
        parser.add_argument("--address", default=settings.SITE_URL, help="where the product is reached")
        parser.add_argument("--force", action="store_true", help="also where there is an administrator")

    def handle(self, *args: Any, address: str, force: bool, **options: Any) -> None:
        """Print the link; exit 2 where there is an administrator already."""
        try:
            token = first_administrator_link(force=force)
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(2)
        path = reverse("join_link", args=[token])
        self.stdout.write(f"{address.rstrip('/')}{path}")
        self.stderr.write(f"Valid for {FIRST_LINK_HOURS} hours, once.")
