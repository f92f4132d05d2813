"""End everything of this checkout that still runs: `python -m config.embedded.leftovers`."""

import signal
import sys

from config.embedded.installation import installation
from config.embedded.paths import ROOT, Paths
from config.embedded.postgres import stop
from config.embedded.processes import end, marked, working_in
from config.embedded.product import MARKER


def end_leftovers() -> None:
    """End the server's processes, the broker and the database of this checkout, and no other's."""
    paths = Paths(ROOT)
    if not paths.installation.exists():
        return
    end(marked(f"{MARKER}={paths.digest}"), signal.SIGTERM, 5.0)
    broker = installation(paths).home / "valkey"
    if broker.exists():
        end(working_in(broker), signal.SIGTERM, 5.0)
    stop(ROOT)


if __name__ == "__main__":
    end_leftovers()
    sys.exit(0)
