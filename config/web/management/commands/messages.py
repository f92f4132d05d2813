"""Keeps the German catalogues complete: extract, merge, compile; --check only looks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.web import catalogues


class Command(BaseCommand):
    """Extract the texts of every part, merge them into its German catalogue and compile it."""

    help = "Merge the texts of every part into its German catalogue and compile it."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer --check and --compile."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 where German is missing"
        )
        parser.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exit 1 with the list of what is missing where --check finds something."""
        root = Path(settings.ROOT)
        if options["compile"]:
            self.stdout.write(f"{catalogues.compile_all(root)} catalogues compiled.")
            return
        wanting = self._merge(root, save=not options["check"])
        if not options["check"]:
            catalogues.compile_all(root)
        for line in wanting:
            self.stdout.write(line)
        if wanting and options["check"]:
            self.stderr.write(
                f"{len(wanting)} texts have no German or two; run manage.py messages and translate them."
            )
            raise SystemExit(1)

    def _merge(self, root: Path, *, save: bool) -> list[str]:
        wanting, read = [], []
        for part in catalogues.parts(root):
            catalog = catalogues.merged(part)
            if save and len(catalog):
                catalogues.save(part, catalog)
            name = part.folder.relative_to(root).as_posix()
            read.append((name, catalog))
            wanting += [f"{name}: {text}" for text in catalogues.missing(catalog)]
        return wanting + [f"two Germans for one text: {one}" for one in catalogues.contradictions(read)]
