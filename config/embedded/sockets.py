"""A private folder with a short path for the servers' sockets."""

import os
import re
import socket
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from config.embedded.account import Account
from config.embedded.paths import NAME, Paths

# sockaddr_un holds 107 bytes and a final zero; the longest name that is made in the folder follows.
LONGEST_PATH = 107
LONGEST_NAME = ".s.PGSQL.5432.lock"
# What our servers make in the folder
_SOCKETS = (".s.PGSQL.5432", "valkey.sock")
_LEFT = (*_SOCKETS, LONGEST_NAME)
_STALE_AFTER = 3600.0  # a server that is just starting has no socket yet
PLAIN = re.compile(r"/[A-Za-z0-9/._-]+")


def socket_folder(paths: Paths, account: Account, known: Path | None = None) -> Path:
    """Return a folder that only the servers' account (and root) can enter, made if it is absent.

    `known` is the folder of last time: it stays the same as long as it is still safe.
    """
    if known is not None and known.name.startswith(_name(paths, account)) and _is_private(known, account):
        return known
    for base in _bases():
        folder = base / _name(paths, account)
        if _fits(folder) and _make(folder, account):
            return folder
    # Somebody else holds the name that we would take: a random one cannot be held in advance.
    folder = Path(tempfile.mkdtemp(prefix=f"{_name(paths, account)}-", dir="/tmp"))
    account.owns(folder)
    return folder


def clear(folder: Path) -> None:
    """Remove a folder whose servers have ended, with what they left in it; nothing else is touched."""
    if any(_answers(folder / name) for name in _SOCKETS):
        return
    for name in _LEFT:
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # something else lies there, or it is gone already
        folder.rmdir()


def clear_stale(account: Account, keep: Path) -> None:
    """Remove folders of checkouts that are gone: of this account, long untouched, and nobody answers there.

    Where such a checkout is there after all, its next start makes its folder again.
    """
    for base in _bases():
        for folder in base.glob(f"{NAME}-{account.uid}-*"):
            if folder != keep and _is_stale(folder, account):
                clear(folder)


def _is_stale(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077
        if not ours or time.time() - found.st_mtime < _STALE_AFTER:
            return False
        inside = {one.name for one in folder.iterdir()}
    except OSError:  # removed meanwhile, or not ours to look into
        return False
    return inside <= set(_LEFT)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(1)
        try:
            trial.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:  # busy, or not to be told: it stays
            return True
    return True


def _name(paths: Paths, account: Account) -> str:
    return f"{NAME}-{account.uid}-{paths.digest}"


def _bases() -> list[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    first = "/run" if os.geteuid() == 0 else runtime
    return [Path(base) for base in (first, "/tmp") if base and PLAIN.fullmatch(base)]  # noqa: S108 - made 0700, ownership checked


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / LONGEST_NAME)) <= LONGEST_PATH


def _make(folder: Path, account: Account) -> bool:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return _is_private(folder, account)
    except OSError:  # no such base, or not ours to write in: the next base is tried
        return False
    account.owns(folder)
    return True


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return _make(folder, account) if folder.parent.is_dir() and _fits(folder) else False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077
