"""script/server: bring the whole product up on this machine, and end all of it with Ctrl-C."""

import argparse
import fcntl
import http.client
import os
import sys
import time
from collections.abc import Sequence

from config.embedded.door import Door
from config.embedded.errors import EmbeddedError
from config.embedded.installation import installation
from config.embedded.paths import ROOT, Paths
from config.embedded.postgres import clear_sockets
from config.embedded.product import Product
from config.embedded.supervisor import Supervisor

PAGE_WITHIN = 120.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C. 0: ended as asked; 2: could not start, with one sentence that says why."""
    options = _parser().parse_args(arguments)
    paths = Paths(ROOT)
    supervisor = Supervisor(say=_say)
    supervisor.listen()
    try:
        with _only_one(paths) as lock:
            door = Door(options.port)
            _note(lock, f"http://localhost:{door.port}/")
            try:
                return _run(supervisor, Product(paths, door), demo=options.demo)
            finally:
                supervisor.stop()
                door.close()
                clear_sockets()
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 2


def _run(supervisor: Supervisor, product: Product, *, demo: bool) -> int:
    product.end_leftovers()
    _say("Starting the database and the broker ...")
    for child in product.servers():
        supervisor.start(child)
    if outside := installation(product.paths).outside:
        _say(f"The servers' account cannot reach this checkout: its data lie in {outside}.")
    _say("Bringing the schema up to date ...")
    told = product.prepare(supervisor.asked, demo=demo)
    if not supervisor.asked.is_set():
        supervisor.start(product.web())
        _wait_for_page(supervisor, product)
    if not supervisor.asked.is_set():
        _say(f"\nThe catalogue is ready: {product.address}/\n{told}\nCtrl-C ends it.")
        for child in product.background(demo=demo):
            supervisor.start(child)
        supervisor.watch()
    _say("Stopping ...")
    return 0


def _wait_for_page(supervisor: Supervisor, product: Product) -> None:
    """Wait until the real page can be served."""
    end = time.monotonic() + PAGE_WITHIN
    while not supervisor.asked.wait(0.1):
        if _answers(product.door.port):
            return
        if product.web_has_ended() or time.monotonic() > end:
            raise EmbeddedError(
                f"The web server did not start ({product.web_said()}): see {product.web_log}."
            )


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class _only_one:
    """The lock that one server holds for its checkout; says where the other one is."""

    def __init__(self, paths: Paths) -> None:
        installation(paths)
        self._path = paths.var / "server.lock"

    def __enter__(self) -> int:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = self._path.read_text().strip() or "another process"
            raise EmbeddedError(
                f"This checkout's server runs already ({where}): end that one first."
            ) from None
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def _note(lock: int, address: str) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{address}, process {os.getpid()}\n".encode(), 0)


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Start the product; Ctrl-C ends all of it."
    )
    parser.add_argument(
        "--port", type=int, help="the port to listen on (default: the first free one from 8000 on)"
    )
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="fill in the demo company and its people",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
