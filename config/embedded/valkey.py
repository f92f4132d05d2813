"""The embedded Valkey, Celery's broker: a private socket, a password, nothing kept on disk.

A message may be lost (the database knows what is to do, and a sweeper finds it), so nothing is saved.
"""

import os
import signal
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.installation import Installation
from config.embedded.processes import clean_environment, end, is_alive, spawn, wait_until, working_in
from config.embedded.programs import reachable_programs

STARTS_WITHIN = 20.0


def start_valkey(found: Installation) -> int:
    """Start Valkey as a child that ends with this process, wait until it listens, and return its number."""
    found = found.usable()
    folder = _folder(found)
    end(working_in(folder), signal.SIGTERM, 5.0)
    socket = found.sockets / "valkey.sock"
    socket.unlink(missing_ok=True)
    log = found.paths.logs / "valkey.log"
    # By standard input, because every local user can read a command line.
    reading, writing = os.pipe()
    os.write(writing, _configuration(found, folder, socket).encode())
    os.close(writing)
    with log.open("ab") as file, os.fdopen(reading) as configuration:
        process = spawn(
            [reachable_programs(found).valkey, "-"],
            log=file,
            account=found.account,
            end_with_parent=signal.SIGTERM,
            environment=clean_environment(),
            cwd="/",
            stdin=configuration,
        )
    if (
        not wait_until(lambda: socket.exists() or not is_alive(process.pid), STARTS_WITHIN)
        or not socket.exists()
    ):
        end([process.pid], signal.SIGTERM, 5.0)
        raise EmbeddedError(f"The embedded Valkey did not start: see {log}.")
    return process.pid


def _folder(found: Installation) -> Path:
    folder = found.home / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    found.account.owns(folder)
    return folder


def _configuration(found: Installation, folder: Path, socket: Path) -> str:
    lines = {
        "port": "0",
        "unixsocket": _quoted(socket),
        "unixsocketperm": "700",
        "requirepass": found.passwords["valkey"],
        "dir": _quoted(folder),
        "save": '""',
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
