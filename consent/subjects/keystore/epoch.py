"""One epoch's files: sealed segments of keys, a journal of new ones, and the head with the wrapped data key.

A segment holds up to SEGMENT pairs of handle and key, encrypted as one (AES-256-GCM under the epoch's
data key, bound to epoch and number). The journal takes the pairs that came since, each sealed by itself.
A torn last entry, as a crash leaves it, was never acknowledged and is cut off.
"""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consent.subjects.keystore.kek import KekHolder

HANDLE = 16
KEY = 32
SEGMENT = 65_536
PAIR = HANDLE + KEY
_NONCE = 12
_ENTRY = _NONCE + PAIR + 16


class Damaged(Exception):
    """A file of the key store does not open under its epoch's key: bring the store back from its backup."""


class Epoch:
    """The keys of one epoch in a folder of their own."""

    def __init__(self, folder: Path, number: int, keks: KekHolder) -> None:
        self.folder = folder
        self.number = number
        head = json.loads((folder / "head.json").read_text())
        self._cipher = AESGCM(keks.unwrap(number, bytes.fromhex(head["data_key"])))
        self.segments = int(head["segments"])

    @classmethod
    def write(cls, folder: Path, number: int, keks: KekHolder, pairs: Sequence[bytes]) -> "Epoch":
        """Write a whole epoch from blocks of pairs and sync it; the head comes last and makes it valid."""
        folder.mkdir(mode=0o700, parents=True)
        data_key = secrets.token_bytes(32)
        cipher = AESGCM(data_key)
        for index, block in enumerate(pairs):
            _write(folder / f"segment-{index:06}", _seal(cipher, block, _bound(number, f"segment/{index}")))
        head = {"epoch": number, "segments": len(pairs), "data_key": keks.wrap(number, data_key).hex()}
        _write(folder / "journal", b"")
        _write(folder / "head.json", json.dumps(head).encode())
        sync_folder(folder)
        return cls(folder, number, keks)

    def blocks(self) -> Iterator[bytes]:
        """Yield every block of pairs: the segments, then the journal as one. Raises Damaged."""
        for index in range(self.segments):
            sealed = (self.folder / f"segment-{index:06}").read_bytes()
            yield self._open(sealed, f"segment/{index}")
        yield b"".join(self.journal())

    def journal(self, start: int = 0) -> Iterator[bytes]:
        """Yield the pairs of the journal from entry `start` on. Raises Damaged."""
        content = (self.folder / "journal").read_bytes()
        for offset in range(start * _ENTRY, len(content) - _ENTRY + 1, _ENTRY):
            yield self._open(content[offset : offset + _ENTRY], f"journal/{offset // _ENTRY}")

    @property
    def journal_entries(self) -> int:
        """Return how many whole entries the journal has."""
        return (self.folder / "journal").stat().st_size // _ENTRY

    def append(self, pairs: Sequence[bytes]) -> None:
        """Add pairs to the journal and sync it; call under the store's lock."""
        count = self.journal_entries
        sealed = [
            _seal(self._cipher, p, _bound(self.number, f"journal/{count + i}")) for i, p in enumerate(pairs)
        ]
        with (self.folder / "journal").open("r+b") as file:
            file.truncate(count * _ENTRY)
            file.seek(0, os.SEEK_END)
            file.write(b"".join(sealed))
            file.flush()
            os.fsync(file.fileno())

    def _open(self, sealed: bytes, place: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(self.number, place))
        except InvalidTag:
            raise Damaged(f"{self.folder.name}/{place} of the key store is damaged.") from None


def blocks_of(pairs: Sequence[bytes]) -> list[bytes]:
    """Cut pairs into blocks of at most SEGMENT."""
    return [b"".join(pairs[start : start + SEGMENT]) for start in range(0, len(pairs), SEGMENT)]


def pairs_of(block: bytes) -> Iterator[bytes]:
    """Yield the pairs of a block."""
    return (block[offset : offset + PAIR] for offset in range(0, len(block), PAIR))


def sync_folder(folder: Path) -> None:
    """Make the folder's entries themselves durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _seal(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, bound)


def _bound(epoch: int, place: str) -> bytes:
    return f"subjects/{epoch}/{place}".encode()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
