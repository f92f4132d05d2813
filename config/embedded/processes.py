"""Start child processes that do not outlive their parent, and look after processes by their number."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from config.embedded.account import Account

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None, use_errno=True)
# A Popen that is thrown away while its child runs complains; servers may outlive the command that started them.
_started: list[subprocess.Popen[bytes]] = []


def dies_with_parent(number: signal.Signals, parent: int) -> Callable[[], None]:
    """Return what a child runs before exec so that the kernel signals it when `parent` ends."""

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent ended before the line above
            os._exit(1)

    return prepare


def spawn(
    command: Sequence[object],
    *,
    log: int | IO[bytes],
    account: Account | None = None,
    end_with_parent: signal.Signals | None = None,
    environment: dict[str, str] | None = None,
    **more: Any,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that the terminal's Ctrl-C reaches only its parent.

    `end_with_parent` is the signal that it gets when this process ends, in whatever way.
    """
    prepare = dies_with_parent(end_with_parent, os.getpid()) if end_with_parent else None
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=more.pop("stdin", subprocess.DEVNULL),
        stdout=log,
        stderr=subprocess.STDOUT,
        env=environment,
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 - runs one system call, imports and locks nothing
        **(account.popen_arguments() if account else {}),
        **more,
    )
    _started.append(process)
    return process


def clean_environment() -> dict[str, str]:
    """Return an environment for the servers in which no setting of the user's shell changes what they do."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and only waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in (b"Z", b"X")


def exit_status(pid: int) -> int | None:
    """Return how a process ended, or None while it runs; -1 where it was not started here.

    Of our own only the kernel's word counts: one that ends between two looks would else count as failed.
    """
    for process in reversed(_started):
        if process.pid == pid:
            return process.poll()
    return None if is_alive(pid) else -1


def end_group(pid: int) -> None:
    """Kill what is left of the session that a process started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # nothing is left


def marked(marker: str) -> list[int]:
    """Return our processes that carry `marker` (NAME=value) in their environment."""
    return [pid for pid in _pids() if _carries(pid, marker.encode()) and is_alive(pid)]


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is `folder`: how a data folder's servers are told."""
    place = os.stat(folder)
    return [pid for pid in _pids() if _is_at(pid, place)]


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; tells whether it did within the time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(pids: Sequence[int], first: signal.Signals, seconds: float) -> None:
    """Signal processes and wait for their end; those that do not follow are killed."""
    for number, patience in ((first, seconds), (signal.SIGKILL, 10.0)):
        for pid in pids:
            _signal(pid, number)
        if wait_until(lambda: all(exit_status(pid) is not None for pid in pids), patience):
            return


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it has ended by itself


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]


def _is_at(pid: int, place: os.stat_result) -> bool:
    try:
        found = os.stat(f"/proc/{pid}/cwd")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False  # ended meanwhile, or another user's
    return os.path.samestat(found, place) and is_alive(pid)


def _carries(pid: int, marker: bytes) -> bool:
    try:
        return marker in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False  # ended meanwhile, or another user's
