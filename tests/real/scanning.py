"""Scan a system as a stranger does: one command, one URL, nothing set up."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.real.shared import ROOT


@dataclass(frozen=True)
class Scanned:
    """What the command printed."""

    source: str
    tables: list[dict[str, Any]]
    errors: list[dict[str, Any]]

    def table(self, name: str) -> dict[str, Any]:
        """Return the table of this name, with or without a file's ending."""
        return next(table for table in self.tables if table["table"].removesuffix(".csv") == name)

    def verdicts(self) -> dict[tuple[str, str], tuple[bool, str]]:
        """Return (personal, category) of every column by (table, column)."""
        return {
            (table["table"].removesuffix(".csv"), column["column"]): (column["personal"], column["category"])
            for table in self.tables
            for column in table["columns"]
        }


def scan_once(url: str) -> Scanned:
    """Run the command; the URL goes by standard input, as a password should."""
    command = [sys.executable, str(ROOT / "manage.py"), "scan", "-", "--json"]
    done = subprocess.run(command, input=url + "\n", capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return Scanned(said["source"], said["tables"], said["errors"])
