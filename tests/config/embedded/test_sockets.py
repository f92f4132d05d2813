"""Sockets lie in a folder that only the servers' account enters, with a path that fits."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import sockets
from config.embedded.account import Account
from config.embedded.paths import Paths
from config.embedded.sockets import LONGEST_NAME, LONGEST_PATH, socket_folder

ME = Account(os.geteuid(), os.getegid(), switch=False)


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder in which socket folders may be made, as short as /run."""
    short = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setattr(sockets, "_bases", lambda: [short])
    yield short
    shutil.rmtree(short)


@pytest.fixture
def checkout(tmp_path: Path) -> Paths:
    """A checkout at a very long path with a space and an umlaut."""
    root = tmp_path / "Kunden Übersicht" / ("tief" * 40)
    root.mkdir(parents=True)
    return Paths(root)


@pytest.mark.usefixtures("base")
def test_a_deep_checkout_has_short_sockets(checkout: Paths) -> None:
    folder = socket_folder(checkout, ME)

    assert len(os.fsencode(folder / LONGEST_NAME)) <= LONGEST_PATH


@pytest.mark.usefixtures("base")
def test_nobody_else_enters_the_folder(checkout: Paths) -> None:
    found = socket_folder(checkout, ME).stat()

    assert (stat.S_IMODE(found.st_mode), found.st_uid) == (0o700, os.geteuid())


@pytest.mark.usefixtures("base")
def test_it_is_the_same_every_time(checkout: Paths) -> None:
    first = socket_folder(checkout, ME)

    assert socket_folder(checkout, ME, first) == first


@pytest.mark.usefixtures("base")
def test_two_checkouts_have_two(checkout: Paths, tmp_path: Path) -> None:
    assert socket_folder(checkout, ME) != socket_folder(Paths(tmp_path), ME)


def test_a_folder_that_others_may_enter_is_not_taken(base: Path, checkout: Paths) -> None:
    planted = socket_folder(checkout, ME)
    planted.chmod(0o755)

    taken = socket_folder(checkout, ME)

    assert taken != planted
    assert stat.S_IMODE(taken.stat().st_mode) == 0o700
    shutil.rmtree(taken)


def test_a_link_that_somebody_planted_is_not_followed(base: Path, checkout: Paths, tmp_path: Path) -> None:
    planted = socket_folder(checkout, ME)
    planted.rmdir()
    planted.symlink_to(tmp_path)

    taken = socket_folder(checkout, ME)

    assert not taken.is_symlink()
    assert taken != planted
    shutil.rmtree(taken)
