"""The demo people's passwords: drawn at random for each installation, in a file that only its owner reads."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from catalog.demo.cast import PARTS, Part

_HEAD = "# Sign-ins of the demo company. They work on this machine only."


class Logins:
    """The file with the passwords. They are written before any person is made, so none can get lost."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def passwords(self) -> dict[str, str]:
        """Return the passwords by e-mail address, drawing those that are still missing."""
        known = self._read()
        drawn = {part.email: known.get(part.email) or secrets.token_urlsafe(12) for part in PARTS}
        if drawn != known:
            self._write(drawn)
        return drawn

    def _read(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        lines = [line.split() for line in self._path.read_text(encoding="utf-8").splitlines()]
        return {words[0]: words[1] for words in lines if len(words) > 1 and words[0] != "#"}

    def _write(self, passwords: dict[str, str]) -> None:
        draft = self._path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([_HEAD, *table(PARTS, passwords)]) + "\n")
        draft.replace(self._path)


def table(parts: Sequence[Part], passwords: dict[str, str]) -> list[str]:
    """Return a line for each person: address, password, role, department, name."""
    return [
        f"{part.email:30}  {passwords[part.email]:18}  {part.role:15}  {part.department or '':14}  {part.name}".rstrip()
        for part in parts
    ]
