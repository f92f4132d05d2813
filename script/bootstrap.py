"""Make .venv and install what the lock file says, only where that has changed; standard library only."""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}


def main(kind: str) -> int:
    """Bring the environment up to the lock file of its kind; 2 with one sentence where that fails."""
    given = os.environ.get("CATALOG_VENV")
    if given:
        return _check_given(Path(given))
    venv = ROOT / ".venv"
    if venv.is_symlink() or _is_current(venv, kind):
        return 0  # a link is somebody else's environment: used, never changed
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return _fail(
            f"The module venv of {sys.executable} is missing: install it "
            f"(Debian, Ubuntu: apt-get install python3.{sys.version_info.minor}-venv), then try again."
        )
    with _lock():
        return 0 if _is_current(venv, kind) else _install(venv, kind)


def _install(venv: Path, kind: str) -> int:
    if not _runs(venv):
        _say("Making the environment .venv ...")
        shutil.rmtree(venv, ignore_errors=True)
        if subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False).returncode != 0:
            return _fail(f"{venv} could not be made: is the disk full, or the folder read-only?")
    lock = ROOT / LOCKS[kind]
    count = len(re.findall(r"^[A-Za-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE))
    _say(f"Installing {count} packages from {lock.name} (only this once; one to three minutes) ...")
    command = [
        str(venv / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
        "--no-deps", "--only-binary=:all:", "--no-compile", "--progress-bar=off", "--require-hashes", "-r", str(lock),
    ]  # fmt: skip
    if not _follow(command, count):
        return _fail(
            "The packages could not be installed (see above): is a package registry reachable? Then try again."
        )
    for done in {kind, "runtime"}:
        _stamp(venv, done).write_text(_digest(done))
    return 0


def _follow(command: list[str], count: int) -> bool:
    """Run pip and show how far it is; what it complains about is shown whole."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    seen = 0
    for line in process.stdout or ():
        if line.startswith("Collecting "):
            seen += 1
            if sys.stderr.isatty() or seen % 10 == 0:
                name = line.split()[1].partition("=")[0]
                _say(f"  {seen} of at most {count}: {name:<40}", end="\r" if sys.stderr.isatty() else "\n")
        elif line.startswith("Installing collected"):
            _say(f"  {seen} packages are there; unpacking them ...{'':<20}")
    return process.wait() == 0


def _is_current(venv: Path, kind: str) -> bool:
    stamp = _stamp(venv, kind)
    return stamp.is_file() and stamp.read_text() == _digest(kind) and _runs(venv)


def _stamp(venv: Path, kind: str) -> Path:
    return venv / f"installed-{kind}"


def _digest(kind: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


def _runs(venv: Path) -> bool:
    python = venv / "bin" / "python"
    return python.exists() and subprocess.run([str(python), "-Ic", ""], check=False).returncode == 0


def _check_given(venv: Path) -> int:
    return 0 if _runs(venv) else _fail(f"CATALOG_VENV names {venv}, where no Python runs.")


class _lock:
    """Two commands that start at once install once."""

    def __enter__(self) -> None:
        (ROOT / "var").mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
        self._file = (ROOT / "var" / "setup.lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _say(line: str, end: str = "\n") -> None:
    print(line, end=end, file=sys.stderr, flush=True)


def _fail(sentence: str) -> int:
    _say(sentence)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
