"""Sockets lie in a folder that only the servers' account enters, with a path that fits."""

import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import sockets
from config.embedded.account import Account
from config.embedded.paths import Paths
from config.embedded.sockets import LONGEST_NAME, LONGEST_PATH, clear, clear_stale, socket_folder

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


def listening(folder: Path, name: str) -> socket.socket:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / name))
    server.listen()
    return server


def long_untouched(folder: Path) -> None:
    os.utime(folder, (time.time() - 7200, time.time() - 7200))


@pytest.mark.usefixtures("base")
def test_on_a_clean_stop_the_folder_goes_with_what_the_servers_left(checkout: Paths) -> None:
    folder = socket_folder(checkout, ME)
    listening(folder, "valkey.sock").close()
    (folder / LONGEST_NAME).touch()

    clear(folder)

    assert not folder.exists()


@pytest.mark.usefixtures("base")
def test_a_folder_in_which_somebody_serves_stays(checkout: Paths) -> None:
    folder = socket_folder(checkout, ME)
    with listening(folder, "valkey.sock"):
        clear(folder)

        assert (folder / "valkey.sock").exists()


@pytest.mark.usefixtures("base")
def test_what_is_not_ours_in_the_folder_stays(checkout: Paths) -> None:
    folder = socket_folder(checkout, ME)
    (folder / "mine.txt").touch()

    clear(folder)

    assert (folder / "mine.txt").exists()


def test_folders_of_checkouts_that_are_gone_are_cleared(base: Path, checkout: Paths, tmp_path: Path) -> None:
    ours, dead = socket_folder(checkout, ME), socket_folder(Paths(tmp_path), ME)
    listening(dead, ".s.PGSQL.5432").close()
    for folder in (ours, dead):
        long_untouched(folder)

    clear_stale(ME, keep=ours)

    assert [one.name for one in base.iterdir()] == [ours.name]


@pytest.mark.parametrize("reason", ["serves", "young", "another account", "open to others", "another name"])
def test_folders_that_may_be_in_use_or_belong_to_others_stay(
    base: Path, checkout: Paths, tmp_path: Path, reason: str
) -> None:
    folder = socket_folder(Paths(tmp_path), ME)
    server = listening(folder, ".s.PGSQL.5432")
    if reason != "serves":
        server.close()
    if reason == "open to others":
        folder.chmod(0o755)
    if reason == "another name":
        folder = folder.rename(base / "something-else")
    if reason != "young":
        long_untouched(folder)
    account = Account(ME.uid + 1, ME.gid, switch=False) if reason == "another account" else ME

    clear_stale(account, keep=socket_folder(checkout, ME))

    assert (folder / ".s.PGSQL.5432").exists()
    server.close()
