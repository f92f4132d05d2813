"""script/server as a stranger meets it: a checkout in an awkward path, one command, Ctrl-C, a kill, again."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.embedded.installation import installation
from config.embedded.paths import ROOT, Paths
from config.embedded.postgres import data_of
from config.embedded.processes import end, marked, wait_until, working_in
from config.embedded.product import MARKER

pytestmark = pytest.mark.slow

NOT_PART = shutil.ignore_patterns(
    ".git", ".venv*", "var", "__pycache__", "*_cache", ".hypothesis", "node_modules"
)
READY_WITHIN = 240.0


@dataclass
class Server:
    """A running script/server and what it said."""

    process: "subprocess.Popen[bytes]"
    said: Path

    def address(self) -> str:
        """Return where it is, once it says so."""
        assert wait_until(lambda: self.found() is not None or self.process.poll() is not None, READY_WITHIN)
        found = self.found()
        assert found is not None, self.said.read_text()
        return found

    def found(self) -> str | None:
        match = re.search(r"The catalogue is ready: (\S+)", self.said.read_text())
        return match[1] if match else None


@dataclass
class Checkout:
    """A copy of this checkout."""

    root: Path

    def start(self, *words: str, said: str = "said.txt") -> Server:
        log = self.root / said
        with log.open("wb") as file:
            process = subprocess.Popen(
                [str(self.root / "script" / "server"), *words],
                cwd="/",
                env={"PATH": os.environ["PATH"], "CATALOG_VENV": sys.prefix, "LC_ALL": "de_DE.UTF-8"},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Server(process, log)

    def processes(self) -> list[int]:
        """Return everything of this checkout that runs, the supervisor aside."""
        paths = Paths(self.root)
        servers = [data_of(installation(paths)), installation(paths).home / "valkey"]
        return marked(f"{MARKER}={paths.digest}") + [
            pid for home in servers if home.exists() for pid in working_in(home)
        ]


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o711)
    made = Checkout(outer / "Kunden Übersicht")
    shutil.copytree(ROOT, made.root, ignore=NOT_PART)
    yield made
    end(made.processes(), signal.SIGKILL, 10)
    shutil.rmtree(installation(Paths(made.root)).sockets, ignore_errors=True)
    shutil.rmtree(outer)


def status(address: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", urlsplit(address).path)
    return connection.getresponse().status


def test_one_command_brings_it_up_once_and_again_after_a_kill_and_ctrl_c_ends_all_of_it(
    checkout: Checkout,
) -> None:
    server = checkout.start("--port", "0", "--no-demo")
    address = server.address()
    link = re.search(r"^http://\S+/\S+$", server.said.read_text(), re.MULTILINE)
    assert status(address) < 400
    assert link is not None
    assert status(link[0]) in (200, 302)

    second = checkout.start("--no-demo", said="second.txt")
    assert second.process.wait(60) == 2
    assert f"This checkout's server runs already ({address}" in second.said.read_text()

    os.kill(server.process.pid, signal.SIGKILL)
    end(checkout.processes(), signal.SIGKILL, 10)
    server.process.wait()
    again = checkout.start("--port", str(urlsplit(address).port), "--no-demo")
    assert again.address() == address
    assert status(address) < 400

    assert wait_until(lambda: len(checkout.processes()) > 6, 60)
    began = time.monotonic()
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(60) == 0
    assert time.monotonic() - began < 60
    assert checkout.processes() == []
    assert not installation(Paths(checkout.root)).sockets.exists()


def test_a_port_that_is_taken_is_one_sentence(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = checkout.start("--port", str(taken.getsockname()[1]))

        assert server.process.wait(60) == 2
        assert server.said.read_text().splitlines()[-1].endswith("stop what listens there, or give --port.")
        assert "Traceback" not in server.said.read_text()
