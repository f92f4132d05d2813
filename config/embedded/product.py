"""The product's own processes: what each is started with, and what must be ready before the page."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from config.embedded.door import Door
from config.embedded.errors import EmbeddedError
from config.embedded.installation import installation
from config.embedded.paths import Paths
from config.embedded.postgres import ensure_running, server_pid
from config.embedded.processes import end, exit_status, marked
from config.embedded.start import uses_embedded_broker, uses_embedded_database
from config.embedded.supervisor import Child, opened_log
from config.embedded.valkey import start_valkey

MARKER = "CATALOG_SERVER"
# Two processes of eight threads: one long page holds nobody up on two cores.
PROCESSES, THREADS = 2, 8


class Product:
    """The processes of one checkout, for a supervisor to start in order."""

    def __init__(self, paths: Paths, door: Door) -> None:
        self.paths = paths
        self.door = door
        self.web_log = paths.logs / "web.log"
        self._web: Child | None = None
        self._marker = paths.digest
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.embedded"),
            "PYTHONUNBUFFERED": "1",
            "SITE_URL": self.address,
            MARKER: self._marker,
        }

    @property
    def address(self) -> str:
        """Return where the page is; by name, because passkeys are bound to a name."""
        return f"http://localhost:{self.door.port}"

    def end_leftovers(self) -> None:
        """End what a killed server of this checkout left behind."""
        end(marked(f"{MARKER}={self._marker}"), signal.SIGTERM, 3.0)

    def servers(self) -> list[Child]:
        """Return the database and the broker, as far as they are ours to run."""
        found: list[Child] = []
        if uses_embedded_database():
            found.append(
                self._child(
                    "database", start_other=self._start_database, last_word=signal.SIGINT, patience=30
                )
            )
        if uses_embedded_broker():
            found.append(self._child("valkey", start_other=lambda: start_valkey(installation(self.paths))))
        return found

    def prepare(self, asked: threading.Event, *, demo: bool) -> str:
        """Bring schema, texts, files and logins up to date; return what the reader should be told."""
        command = self._manage("prepare", *(["--demo"] if demo else []))
        log = self.paths.logs / "prepare.log"
        with opened_log(log) as errors:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env=self._environment, cwd=self.paths.root
            )
        said, _ = process.communicate()
        if process.returncode != 0 and not asked.is_set():
            raise EmbeddedError(f"The product could not be prepared ({_last_line(log)}): see {log}.")
        return said.decode()

    def web(self) -> Child:
        """Return the web server on the port that the door holds."""
        descriptor = self.door.hand_over()
        self._web = self._child(
            "web",
            self._python(
                "gunicorn", "config.wsgi:application", f"--bind=fd://{descriptor}", "--worker-class=gthread",
                f"--workers={PROCESSES}", f"--threads={THREADS}", "--timeout=120", "--graceful-timeout=5",
                "--log-level=warning", "--no-control-socket",
            ),
            descriptors=(descriptor,),
        )  # fmt: skip
        # Who serves pages cannot look people up: the key of the blind indexes is the worker's alone
        self._web.environment = self._environment | {"CATALOG_MAPS_ROWS": "no"}
        return self._web

    def background(self, *, demo: bool) -> list[Child]:
        """Return what works behind the page: worker, beat, and the demo company's data."""
        celery = self._python("celery", "--app=config.celery")
        schedule = self.paths.var / "celerybeat-schedule"
        children = [
            self._child(
                "worker",
                [
                    *celery,
                    "worker",
                    "--concurrency=2",
                    "--loglevel=WARNING",
                    "--without-gossip",
                    "--without-mingle",
                ],
            ),
            self._child(
                "beat", [*celery, "beat", "--loglevel=WARNING", f"--schedule={schedule}", "--pidfile="]
            ),
        ]
        if demo:
            children.append(self._child("demo", self._manage("demo", "--if-empty"), once=True))
        return children

    def web_has_ended(self) -> bool:
        """Tell whether the web server gave up before it served a page."""
        return self._web is not None and self._web.pid is not None and exit_status(self._web.pid) is not None

    def web_said(self) -> str:
        """Return the web server's last line."""
        return _last_line(self.web_log)

    def _start_database(self) -> int:
        ensure_running(self.paths.root, end_with_parent=True)
        pid = server_pid(installation(self.paths))
        if pid is None:
            raise EmbeddedError(
                f"The embedded PostgreSQL ended at once: see {self.paths.logs / 'postgres.log'}."
            )
        return pid

    def _child(self, name: str, command: list[str] | None = None, **more: Any) -> Child:
        log = self.paths.logs / f"{name}.log"
        return Child(name, command or [], log, self._environment, self.paths.root, **more)

    def _manage(self, *words: str) -> list[str]:
        return [sys.executable, str(self.paths.root / "manage.py"), *words]

    def _python(self, module: str, *words: str) -> list[str]:
        return [sys.executable, "-m", module, *words]


def _last_line(log: Path) -> str:
    lines = (
        [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        if log.exists()
        else []
    )
    return lines[-1].strip() if lines else "it said nothing"
