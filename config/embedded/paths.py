"""Where a checkout keeps what it writes: var/ and everything below it."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

NAME = "customer-catalog"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Paths:
    """The places of one checkout. None of them is made by asking for it."""

    root: Path = ROOT
    var: Path = field(init=False)
    keys: Path = field(init=False)

    def __post_init__(self) -> None:
        """Settle var/ (what the running product writes) and keys/ (never part of script/backup)."""
        var = Path(os.environ.get("CATALOG_VAR") or self.root / "var")
        object.__setattr__(self, "var", var)
        object.__setattr__(self, "keys", Path(os.environ.get("CATALOG_KEYS") or var / "keys"))

    @property
    def logs(self) -> Path:
        """Return the folder of the servers' logs."""
        return self.var / "log"

    @property
    def installation(self) -> Path:
        """Return the file with the embedded servers' passwords and sockets."""
        return self.var / "embedded.json"

    @property
    def demo_logins(self) -> Path:
        """Return the file with the demo people's passwords."""
        return self.var / "demo-logins.txt"

    @property
    def digest(self) -> str:
        """Return ten characters that tell this checkout's var/ from any other on the machine."""
        return hashlib.sha256(os.fsencode(self.var.resolve())).hexdigest()[:10]

    def make_var(self) -> None:
        """Make var/; no other local user may look into it.

        Root's servers run under an account of their own, which passes through var/ to its own folder
        (0711); each file and folder in it is closed by itself.
        """
        mode = 0o711 if os.geteuid() == 0 else 0o700
        self.var.mkdir(mode=mode, parents=True, exist_ok=True)
        for folder in (self.logs, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
