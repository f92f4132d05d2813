"""What one checkout's embedded servers are: passwords, sockets and data folder, kept in var/embedded.json."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from config.embedded.account import Account, servers_account
from config.embedded.errors import EmbeddedError
from config.embedded.paths import NAME, Paths
from config.embedded.sockets import socket_folder

ACCOUNTS = ("postgres", "catalog_owner", "catalog_app", "valkey")


@dataclass(frozen=True, slots=True)
class Installation:
    """The embedded servers of one checkout. `outside` is set where the data cannot lie in var/."""

    paths: Paths
    passwords: dict[str, str]
    sockets: Path
    outside: Path | None

    @property
    def home(self) -> Path:
        """Return the folder that holds the servers' data."""
        return self.outside or self.paths.var / "servers"

    @property
    def account(self) -> Account:
        """Return the account that the servers run under."""
        return servers_account(self.home)

    def usable(self) -> "Installation":
        """Return the same with a socket folder that exists and is private, stored if it had to change."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = self.account
        account.owns(self.home)
        renewed = replace(self, sockets=socket_folder(self.paths, account, self.sockets))
        if renewed != self:
            _store(renewed)
        return renewed


def installation(paths: Paths) -> Installation:
    """Return the checkout's installation; the first call draws its passwords."""
    paths.make_var()
    with locked(paths.var / "embedded.lock"):
        stored = _read(paths)
        if stored is None:
            return _new(paths)
        moved = stored.get("var", str(paths.var)) != str(paths.var)
        outside = Path(stored["outside"]) if stored["outside"] else None
        if moved and outside and Path(stored["var"]).exists():
            return _new(paths)  # a copy, whose data outside of it belong to the original
        found = Installation(paths, stored["passwords"], Path(stored["sockets"]), outside)
        return found.usable() if moved else found


@contextmanager
def locked(path: Path, *, how: int = fcntl.LOCK_EX) -> Iterator[int]:
    """Hold a lock file inside the block; waits for whoever holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)


def _new(paths: Paths) -> Installation:
    account = servers_account()
    home = None if account.reaches(paths.var) else Path("/var/lib") / NAME / paths.digest
    if home is not None:
        home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    passwords = {name: secrets.token_urlsafe(24) for name in ACCOUNTS}
    made = Installation(paths, passwords, socket_folder(paths, account), home)
    if (made.home / "postgres").exists():
        raise EmbeddedError(
            f"{made.home} holds a database, but its passwords ({paths.installation}) are gone: "
            "bring that file back from your backup of keys, or move the folder away to start anew."
        )
    _store(made)
    return made


def _read(paths: Paths) -> dict[str, Any] | None:
    try:
        stored: dict[str, Any] = json.loads(paths.installation.read_text())
    except FileNotFoundError:
        return None
    except (PermissionError, ValueError) as error:
        raise EmbeddedError(
            f"{paths.installation} cannot be read ({type(error).__name__}): "
            "start as the user who set this checkout up, or bring the file back from your backup of keys."
        ) from error
    return stored


def _store(made: Installation) -> None:
    content = {
        "var": str(made.paths.var),
        "passwords": made.passwords,
        "sockets": str(made.sockets),
        "outside": str(made.outside) if made.outside else None,
    }
    draft = made.paths.installation.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(made.paths.installation)
