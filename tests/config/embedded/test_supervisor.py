"""The supervisor: what fails is tried again, what has ended well is let go, and neither is mistaken."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import processes, supervisor
from config.embedded.processes import exit_status, spawn, wait_until
from config.embedded.supervisor import Child, Supervisor


def child(folder: Path, program: str) -> Child:
    return Child("demo", [sys.executable, "-c", program], folder / "demo.log", {}, folder, once=True)


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told."""
    return []


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, said: list[str]) -> Supervisor:
    """A supervisor without pauses."""
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.0)
    return Supervisor(say=said.append)


def look_until_gone(watched: Supervisor) -> None:
    def gone() -> bool:
        for one in list(watched.children):
            watched._look_after(one)
        return not watched.children

    assert wait_until(gone, 30)


def test_what_was_to_run_once_and_ended_well_is_let_go_without_a_word(
    watched: Supervisor, said: list[str], tmp_path: Path
) -> None:
    watched.start(child(tmp_path, "pass"))
    look_until_gone(watched)
    assert said == []


def test_what_was_to_run_once_and_failed_is_tried_again(
    watched: Supervisor, said: list[str], tmp_path: Path
) -> None:
    program = (
        "import pathlib, sys; p = pathlib.Path('tried'); p.exists() and sys.exit(0); p.touch(); sys.exit(1)"
    )
    watched.start(child(tmp_path, program))
    look_until_gone(watched)
    (line,) = said
    assert "demo failed (exit 1) and goes on" in line


def test_after_three_failures_it_waits_for_the_next_start(
    watched: Supervisor, said: list[str], tmp_path: Path
) -> None:
    watched.start(child(tmp_path, "raise SystemExit(3)"))
    look_until_gone(watched)
    assert "is tried again at the next start" in said[-1]
    assert len(said) == 3


def test_of_our_own_process_only_its_exit_counts_even_where_it_ends_between_two_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process = spawn(["/bin/sleep", "60"], log=subprocess.DEVNULL)
    monkeypatch.setattr(processes, "is_alive", lambda pid: False)  # as if it ended after the first look
    try:
        assert exit_status(process.pid) is None
    finally:
        process.kill()
    assert wait_until(lambda: exit_status(process.pid) == -9, 10)
