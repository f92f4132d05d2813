"""Under which account the embedded servers run: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedError
from config.embedded.paths import NAME


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine. `switch` is False where the servers run as whoever starts them."""

    uid: int
    gid: int
    switch: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return what subprocess needs to start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def owns(self, path: Path) -> None:
        """Hand a file or folder to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Tell whether this account can pass through the folder, or run the program, at `path`."""
        if not self.switch:
            return os.access(path, os.X_OK)
        test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.popen_arguments()).returncode == 0


def servers_account(data: Path | None = None) -> Account:
    """Return the account for the servers; `data` that exist already decide by their owner.

    As root, a system account without shell and password is made on first use.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid, switch=True)
    entry = _entry() or _make()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _make() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = [
        str(useradd), "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
        "--shell", "/usr/sbin/nologin", "--comment", "Embedded servers of the customer data catalog", NAME,
    ]  # fmt: skip
    if useradd is not None:
        subprocess.run(command, check=False, capture_output=True)
    entry = _entry()
    if entry is None:
        raise EmbeddedError(
            f"The account {NAME} is missing and could not be made: PostgreSQL does not run as root, "
            f"so make it (useradd --system {NAME}) or start as an ordinary user."
        )
    return entry
