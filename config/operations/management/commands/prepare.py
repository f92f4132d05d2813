"""Makes a start possible: texts, files and schema as the code needs them, and a way in."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config.operations.files import collect_static
from config.operations.ways_in import ways_in
from config.web import catalogues


class Command(BaseCommand):
    """Compile the texts, collect the files, migrate as the owner, and print how to sign in."""

    help = "Bring texts, files and schema up to date before a start. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer --demo."""
        parser.add_argument("--demo", action="store_true", help="also make the demo people and print them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step; on standard output stands only what the reader needs to sign in."""
        catalogues.compile_all(Path(settings.ROOT))
        collect_static()
        if _is_behind():
            call_command("migrate", database="owner", interactive=False, stdout=self.stderr)
        self.stdout.write(ways_in(demo=options["demo"]))


def _is_behind() -> bool:
    """Tell whether a migration is open. Asking costs a tenth of what `migrate` does to find nothing to do."""
    executor = MigrationExecutor(connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
