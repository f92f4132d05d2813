"""Tombstones: which keys were erased, and in which epoch; appended, copied with every backup, never removed.

A tombstone holds the random handle of a key, nothing else of a person. A key that is missing without
one is an error, never an erasure.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_HANDLE = 16
_ENTRY = _HANDLE + 8 + 4


class Tombstones:
    """One file of tombstones and what it says, read anew when it has grown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._epochs: dict[bytes, int] = {}
        self._read = 0

    def epoch_of(self, handle: bytes) -> int | None:
        """Return the epoch in which the key was erased, or None where it was not."""
        self._refresh()
        return self._epochs.get(handle)

    def all(self) -> dict[bytes, int]:
        """Return every tombstone: handle -> epoch."""
        self._refresh()
        return dict(self._epochs)

    def add(self, handles: Iterable[bytes], epoch: int) -> int:
        """Append tombstones for handles that have none and sync; return how many were new."""
        self._refresh()
        new = [handle for handle in dict.fromkeys(handles) if handle not in self._epochs]
        if new:
            with self._path.open("ab") as file:
                file.write(b"".join(_entry(handle, epoch) for handle in new))
                file.flush()
                os.fsync(file.fileno())
            self._refresh()
        return len(new)

    def merge(self, other: "Tombstones") -> int:
        """Take over what another copy knows; return how many were new. Restoring a backup replays so."""
        known = other.all()
        added = 0
        for epoch in sorted(set(known.values())):
            added += self.add((handle for handle, when in known.items() if when == epoch), epoch)
        return added

    def _refresh(self) -> None:
        if not self._path.exists() or self._path.stat().st_size == self._read:
            return
        content = self._path.read_bytes()
        for handle, epoch in _entries(content):
            self._epochs.setdefault(handle, epoch)
        self._read = len(content)


def _entry(handle: bytes, epoch: int) -> bytes:
    body = handle + epoch.to_bytes(8, "big")
    return body + zlib.crc32(body).to_bytes(4, "big")


def _entries(content: bytes) -> Iterator[tuple[bytes, int]]:
    for offset in range(0, len(content) - _ENTRY + 1, _ENTRY):
        body, check = content[offset : offset + _ENTRY - 4], content[offset + _ENTRY - 4 : offset + _ENTRY]
        if zlib.crc32(body).to_bytes(4, "big") != check:
            raise ValueError(f"Tombstone {offset // _ENTRY} is damaged: bring the file back from a copy.")
        yield body[:_HANDLE], int.from_bytes(body[_HANDLE:], "big")
