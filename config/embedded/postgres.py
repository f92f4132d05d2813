"""The embedded PostgreSQL: made on first use, started when it does not run, stopped by its last user."""

import atexit
import fcntl
import os
import secrets
import signal
import subprocess
from pathlib import Path

from config.embedded.account import Account
from config.embedded.connection import PORT, DatabaseUrls, urls_of
from config.embedded.errors import EmbeddedError
from config.embedded.installation import Installation, installation, locked
from config.embedded.paths import ROOT, Paths
from config.embedded.processes import clean_environment, end, is_alive, spawn, wait_until, working_in
from config.embedded.programs import reachable_programs
from config.embedded.roles import create_roles
from config.embedded.sockets import clear, clear_stale

STARTS_WITHIN = 60.0
STOPS_WITHIN = 30.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log never shows a statement or a row's values: they hold personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Locks on var/postgres.users that this process holds: one for each var/ whose database it uses.
_uses: dict[Path, int] = {}


def ensure_running(root: Path = ROOT, *, end_with_parent: bool = False) -> DatabaseUrls:
    """Make and start the checkout's database where that is still to do, and return its addresses.

    It runs until the last process that asked for it has ended. With `end_with_parent` it also ends
    when the calling process is killed.
    """
    found = installation(Paths(root))
    with locked(found.paths.var / "postgres.lock"):
        _use(found)
        if server_pid(found) is None:
            found = found.usable()
            clear_stale(found.account, found.sockets)
            _end_leftovers(found)
            if not data_of(found).exists():
                _initialise(found)
            _start(found, end_with_parent=end_with_parent)
        return urls_of(found)


def stop(root: Path = ROOT) -> None:
    """Stop the checkout's database, whoever uses it; does nothing where it does not run."""
    found = installation(Paths(root))
    with locked(found.paths.var / "postgres.lock"):
        _stop(found)


def clear_sockets(root: Path = ROOT) -> None:
    """Remove the folder of the sockets once nothing serves there any more; nobody starts a server meanwhile."""
    found = installation(Paths(root))
    with locked(found.paths.var / "postgres.lock"):
        clear(found.sockets)


def data_of(found: Installation) -> Path:
    """Return PostgreSQL's data folder."""
    return found.home / "postgres"


def server_pid(found: Installation) -> int | None:
    """Return the process that serves the data folder and is ready, or None.

    The file is there, and empty, a moment before PostgreSQL has written its lines.
    """
    try:
        lines = (data_of(found) / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(lines) <= 7 or lines[7].strip() != "ready":
        return None
    pid = int(lines[0])
    return pid if pid in working_in(data_of(found)) else None


def _use(found: Installation) -> None:
    if found.paths.var in _uses:
        return
    descriptor = os.open(found.paths.var / "postgres.users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _uses[found.paths.var] = descriptor
    atexit.register(_leave, found, os.getpid())


def _leave(found: Installation, user: int) -> None:
    """Stop the database if nobody else uses it. A forked child of the user changes nothing."""
    if os.getpid() != user or not found.paths.installation.exists():
        return
    with locked(found.paths.var / "postgres.lock"):
        try:
            fcntl.flock(_uses[found.paths.var], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _stop(found)
        clear(found.sockets)


def _stop(found: Installation) -> None:
    pid = server_pid(found)
    if pid is not None:
        end([pid], signal.SIGINT, STOPS_WITHIN)


def _end_leftovers(found: Installation) -> None:
    """End what a killed server left behind, and its lock files.

    PostgreSQL takes a lock file for valid as long as its number is some process of the same account:
    another program's by now, or a dead one's that nobody has collected (usual in containers).
    """
    data = data_of(found)
    if data.exists():
        end(working_in(data), signal.SIGQUIT, 10.0)
        (data / "postmaster.pid").unlink(missing_ok=True)
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (found.sockets / name).unlink(missing_ok=True)


def _initialise(found: Installation) -> None:
    draft = data_of(found).with_name("postgres.new")
    account = found.account
    password = found.sockets / f"initial-{secrets.token_hex(4)}"
    password.touch(mode=0o600)
    password.write_text(found.passwords["postgres"])
    account.owns(password)
    command = [
        str(reachable_programs(found).postgres("initdb")), "-D", str(draft), "-U", "postgres", "-A", "scram-sha-256",
        f"--pwfile={password}", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--no-instructions",
    ]  # fmt: skip
    try:
        _remove(draft, account)
        done = subprocess.run(
            command,
            cwd="/",
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            **account.popen_arguments(),
        )
    finally:
        password.unlink()
    if done.returncode != 0:
        raise EmbeddedError(f"The database could not be made in {draft}: {_last_line(done.stderr)}")
    draft.rename(data_of(found))


def _remove(draft: Path, account: Account) -> None:
    """Remove what an interrupted first start left, with the rights of the account that made it."""
    subprocess.run(["rm", "-rf", "--", str(draft)], cwd="/", check=True, **account.popen_arguments())


def _start(found: Installation, *, end_with_parent: bool) -> None:
    data = data_of(found)
    settings = SETTINGS | {"unix_socket_directories": str(found.sockets), "port": str(PORT)}
    command: list[object] = [reachable_programs(found).postgres("postgres"), "-D", data]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = found.paths.logs / "postgres.log"
    with log.open("ab") as file:
        begins = file.tell()
        process = spawn(
            command,
            log=file,
            account=found.account,
            end_with_parent=signal.SIGINT if end_with_parent else None,
            environment=clean_environment(),
            cwd="/",
        )
    if not wait_until(
        lambda: not is_alive(process.pid) or server_pid(found) is not None, STARTS_WITHIN
    ) or not is_alive(process.pid):
        said = log.read_bytes()[begins:].decode(errors="replace")
        end([process.pid], signal.SIGQUIT, 5.0)
        raise EmbeddedError(f"The embedded PostgreSQL did not start ({_last_line(said)}): see {log}.")
    create_roles(found)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line]
    return (fatal or lines or ["it said nothing"])[-1]
