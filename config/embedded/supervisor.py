"""One process that starts the product's processes, starts again what falls over, and ends them all."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from config.embedded.processes import end, end_group, exit_status, spawn

LARGEST_LOG = 10 * 1024 * 1024
LONGEST_PAUSE = 30.0
TRIES = 3


@dataclass(slots=True)
class Child:
    """A process to keep running.

    `once` marks one that may end by itself; where it fails it is tried again. `start_other` starts it in another way than by `command`
    and returns its number.
    """

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str]
    cwd: Path
    patience: float = 10.0
    last_word: signal.Signals = signal.SIGTERM
    once: bool = False
    descriptors: tuple[int, ...] = ()
    start_other: Callable[[], int] | None = None
    pid: int | None = None
    failures: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it; it is killed by the kernel if this process dies."""
        if self.start_other is not None:
            self.pid = self.start_other()
            return
        with opened_log(self.log) as log:
            process = spawn(
                self.command,
                log=log,
                environment=self.environment,
                end_with_parent=signal.SIGKILL,
                cwd=self.cwd,
                pass_fds=self.descriptors,
            )
        self.pid = process.pid


@dataclass(slots=True)
class Supervisor:
    """Keeps children running until it is told to stop, then ends them, the last one first."""

    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Stop on Ctrl-C, on a polite kill, and when the terminal is closed."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked.set()

    def start(self, child: Child) -> Child:
        """Start a child and keep it running from now on."""
        self.children.append(child)
        child.start()
        return child

    def watch(self) -> None:
        """Keep everything running; returns when asked to stop."""
        while not self.asked.wait(0.3):
            for child in list(self.children):
                self._look_after(child)

    def stop(self) -> None:
        """End every child and whatever it started."""
        for child in reversed(self.children):
            if child.pid is not None:
                end([child.pid], child.last_word, child.patience)
                end_group(child.pid)
        self.children.clear()

    def _look_after(self, child: Child) -> None:
        if child.pid is not None and (status := exit_status(child.pid)) is not None:
            end_group(child.pid)
            child.pid = None
            self._note_end(child, status)
        elif child.pid is None and time.monotonic() >= child.again_at:
            child.start()

    def _note_end(self, child: Child, status: int) -> None:
        if child.once:
            self._note_end_of_once(child, status)
            return
        child.failures += 1
        pause = min(2.0**child.failures, LONGEST_PAUSE)
        child.again_at = time.monotonic() + pause
        self.say(
            f"{child.name} ended (exit {status}) and is started again in {pause:.0f} s: see {child.log}."
        )

    def _note_end_of_once(self, child: Child, status: int) -> None:
        child.failures += status != 0
        if status == 0 or child.failures >= TRIES:
            self.children.remove(child)
            if status != 0:
                self.say(
                    f"{child.name} failed (exit {status}) and is tried again at the next start: see {child.log}."
                )
            return
        child.again_at = time.monotonic() + LONGEST_PAUSE
        self.say(
            f"{child.name} failed (exit {status}) and goes on in {LONGEST_PAUSE:.0f} s: see {child.log}."
        )


def opened_log(path: Path) -> IO[bytes]:
    """Open a log file to append; a large one begins anew and keeps one generation."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
