"""Tries the cryptography that is installed against published vectors; needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.operations import vectors


class Command(BaseCommand):
    """Exit 0: all vectors pass; 1: at least one does not; 2: the folder cannot be read."""

    help = "Check AES-CMAC, HKDF, Ed25519 and the ledger's tree against RFC and NIST vectors, and Wycheproof files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --vectors and --json."""
        parser.add_argument("--vectors", type=Path, metavar="DIR", help="a folder of Wycheproof files")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try all, say how each set ended."""
        found = vectors.own()
        if options["vectors"] is not None:
            found += self._from_folder(options["vectors"])
        if options["json"]:
            sets = [{"name": one.name, "tried": one.tried, "wrong": one.wrong} for one in found]
            self.stdout.write(json.dumps({"sets": sets, "wrong": sum(len(one.wrong) for one in found)}))
        else:
            for one in found:
                ended = f"WRONG: {', '.join(one.wrong[:10])}" if one.wrong else "as published"
                self.stdout.write(f"{one.name:32} {one.tried:6,} vectors  {ended}")
        if any(one.wrong for one in found):
            raise SystemExit(1)

    def _from_folder(self, folder: Path) -> list[vectors.Outcome]:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        try:
            found = vectors.wycheproof(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f"{folder} holds a file that is no Wycheproof file: {error}", returncode=2
            ) from error
        if not any(one.tried for one in found):
            raise CommandError(
                f"{folder} holds no vectors of an algorithm that the product uses.", returncode=2
            )
        return found
