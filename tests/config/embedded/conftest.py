"""Checkouts of their own for the embedded servers, in folders that the servers' account reaches."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded.installation import installation
from config.embedded.paths import Paths
from config.embedded.postgres import stop


@pytest.fixture
def checkout() -> Iterator[Callable[[], Path]]:
    """Make empty checkouts with a space and an umlaut in their path; their servers end with the test."""
    made: list[Path] = []

    def make() -> Path:
        outer = Path(tempfile.mkdtemp())
        outer.chmod(0o711)
        made.append(outer / "Kunden Übersicht")
        made[-1].mkdir()
        return made[-1]

    yield make
    for root in made:
        if Paths(root).installation.exists():
            stop(root)
            shutil.rmtree(installation(Paths(root)).sockets, ignore_errors=True)
        shutil.rmtree(root.parent)
