"""Install what the tests need beyond Python; prints the names of what is still missing. Standard library only."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/sbin"])


@dataclass(frozen=True)
class Need:
    """A program that some tests use, and the Debian package that brings it."""

    name: str
    programs: tuple[str, ...]
    package: str

    def is_there(self) -> bool:
        """Tell whether one of the programs is installed."""
        return any(shutil.which(program, path=PATH) for program in self.programs)


NEEDS = (
    Need("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    # The package with the programs only: nothing is started and no port is opened on this machine.
    Need("MariaDB", ("mariadbd",), "mariadb-server-core"),
)


def main() -> int:
    """Install what is missing where that is possible; 0 when all is there."""
    missing = [need for need in NEEDS if not need.is_there()]
    if missing and (apt := _apt()):
        _install(apt, [need.package for need in missing])
    still = [need for need in missing if not need.is_there()]
    if still:
        packages = " ".join(need.package for need in still)
        _say(
            f"Missing: {' and '.join(need.name for need in still)}. Install with: sudo apt-get install {packages}"
        )
    print(" ".join(need.name for need in still))
    return 1 if still else 0


def _apt() -> list[str]:
    """Return how to call apt-get here, or nothing where that is not possible without a question."""
    if shutil.which("apt-get", path=PATH) is None:
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n", "apt-get"]
    return []


def _install(apt: list[str], packages: list[str]) -> None:
    _say(f"Installing {' and '.join(packages)} for the tests (only this once) ...")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*apt, *step], env=environment, check=False, stdout=subprocess.DEVNULL, timeout=900
        )
        if done.returncode != 0:
            _say(f"apt-get {step[0]} failed (exit {done.returncode}).")
            return


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
