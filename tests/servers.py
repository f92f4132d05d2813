"""Real PostgreSQL and MariaDB servers for tests: private, in a folder of their own, gone afterwards."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from config.embedded.account import Account
from config.embedded.binaries import programs
from config.embedded.programs import copy_programs

PASSWORD = "geheim-'\"\\ ü"
_START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """Where a test server listens, and the account that may do everything on it."""

    host: str
    port: int
    user: str
    password: str
    folder: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def mariadb_missing() -> str | None:
    """Return one sentence about what is missing for MariaDB, or None."""
    if shutil.which("mariadbd", path=_PROGRAMS) and shutil.which("mariadb-install-db", path=_PROGRAMS):
        return None
    return "MariaDB is missing: install the package mariadb-server (script/test does it as root)."


_PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


@contextmanager
def postgresql(*, encoding: str = "UTF8") -> Iterator[Server]:
    """Run a PostgreSQL on a free loopback port."""
    with _private_folder("pg") as (folder, user):
        binaries = _reachable_binaries(folder, user)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        shutil.chown(secret, user or getpass.getuser())
        data = folder / "data"
        _run(
            [binaries / "initdb", "-D", data, "-A", "scram-sha-256", "-U", "owner", f"--pwfile={secret}",
             "-E", encoding, "--locale=C", "--no-sync"],
            user,
        )  # fmt: skip
        port = free_port()
        arguments = [
            binaries / "postgres",
            "-D",
            data,
            "-p",
            port,
            "-k",
            folder,
            "-h",
            "127.0.0.1,::1",
        ]
        settings = [
            "fsync=off",
            "max_connections=40",
            "shared_buffers=64MB",
            "logging_collector=off",
        ]
        for setting in settings:
            arguments += ["-c", setting]
        with _running(arguments, user, folder) as process:
            server = Server("127.0.0.1", port, "owner", PASSWORD, folder, process)
            _wait_for(server, lambda: _is_ready(data))
            yield server


def _reachable_binaries(folder: Path, user: str | None) -> Path:
    """Return the programs' folder; copied where the account cannot pass, as below /root."""
    ours = programs()
    entry = pwd.getpwnam(user) if user else None
    account = Account(entry.pw_uid if entry else -1, entry.pw_gid if entry else -1, switch=entry is not None)
    if account.reaches(ours.postgres("postgres")):
        return ours.postgres("postgres").parent
    target = folder / "programs"
    copy_programs(ours, target, account)
    return replace(ours, bundle=target).postgres("postgres").parent


@contextmanager
def mariadb() -> Iterator[Server]:
    """Run a MariaDB on a free loopback port, with one account that may do everything."""
    with _private_folder("my") as (folder, user):
        data = folder / "data"
        installer = shutil.which("mariadb-install-db", path=_PROGRAMS) or "mariadb-install-db"
        _run(
            [installer, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
             "--skip-test-db", "--skip-name-resolve", *([f"--user={user}"] if user else [])],
            user,
        )  # fmt: skip
        port = free_port()
        password = PASSWORD.replace("\\", "\\\\").replace("'", "\\'")
        start = folder / "start.sql"
        start.write_text(
            f"SET NAMES utf8mb4;\nCREATE USER 'owner'@'%' IDENTIFIED BY '{password}';\nGRANT ALL ON *.* TO 'owner'@'%' WITH GRANT OPTION;"
        )
        start.chmod(0o644)
        program = shutil.which("mariadbd", path=_PROGRAMS) or "mariadbd"
        arguments = [
            program, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1",
            f"--socket={folder}/s", f"--pid-file={folder}/pid", f"--init-file={start}", "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4", "--innodb-file-per-table=0",
        ]  # fmt: skip
        with _running(arguments, user, folder) as process:
            server = Server("127.0.0.1", port, "owner", PASSWORD, folder, process)
            _wait_for(server, lambda: _greets(port))
            yield server


def _is_ready(data: Path) -> bool:
    """Tell whether PostgreSQL lets anybody in: it listens already while it still starts up."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _greets(port: int) -> bool:
    """Tell whether something accepts a connection on the loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def _private_folder(name: str) -> Iterator[tuple[Path, str | None]]:
    """Make a short folder; started as root, it belongs to the account that the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix=f"cdc-{name}-"))
    user = "nobody" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(arguments: list[object], user: str | None) -> None:
    """Run a set-up program to its end, and show what it said when it fails."""
    done = subprocess.run(
        [str(one) for one in arguments],
        user=user,
        cwd="/",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr.decode(errors='replace')[-2000:]}")


@contextmanager
def _running(
    arguments: Sequence[object], user: str | None, folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block lasts; what it says goes to a file in its folder."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(one) for one in arguments], user=user, cwd="/", stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(server: Server, ready: Callable[[], bool]) -> None:
    """Wait until the server answers; a server that has ended shows its last words."""
    until = time.monotonic() + _START_SECONDS
    while not ready():
        if server.process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(
                f"The test server did not start: {(server.folder / 'log').read_text()[-2000:]}"
            )
        time.sleep(0.1)
