"""References that do not install beside us: environments of their own, called as subprocesses."""

import hashlib
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = ROOT / "benchmarks" / "references"


def reference_python(name: str) -> Path:
    """Return the Python of .venv-benchmark/NAME, installed from benchmarks/references/NAME.lock if need be."""
    lock = REFERENCES / f"{name}.lock"
    folder = ROOT / ".venv-benchmark" / name
    python, stamp = folder / "bin" / "python", folder / "installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        print(f"Installing the reference {name} (only this once) ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*install, "--require-hashes", "-r", str(lock)], check=True, stdout=sys.stderr)
        stamp.write_text(digest)
    return python


class ReferenceProcess:
    """A reference that runs in its own environment and reports the seconds that each round took.

    The script lies in benchmarks/references and ends with `serve(work)` from serve.py there. Starting
    it, importing and loading the data are over before the first round. Use as a context manager and
    pass `run` to compare().
    """

    def __init__(self, python: Path, script: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [str(python), str(REFERENCES / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._expect("ready")

    def run(self) -> float:
        """Do the work once over there and return its seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write("run\n")
        self._process.stdin.flush()
        return float(self._expect("seconds "))

    def _expect(self, beginning: str) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(beginning):
                return line.removeprefix(beginning)
        raise RuntimeError(f"The reference {self._process.args!r} ended before it had answered.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
