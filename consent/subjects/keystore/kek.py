"""Key-encryption keys by epoch: made, used to wrap one data key each, and destroyed.

The file form keeps a key a file; another form (a transit service) implements the same five methods.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class KekGone(Exception):
    """The epoch's key-encryption key does not exist: destroyed, or not in this place."""


class KekHolder(Protocol):
    """Holds one key-encryption key an epoch and never gives it out."""

    def create(self, epoch: int) -> None:
        """Make the epoch's key. Raises FileExistsError where there is one."""

    def wrap(self, epoch: int, secret: bytes) -> bytes:
        """Encrypt a data key under the epoch's key. Raises KekGone."""

    def unwrap(self, epoch: int, wrapped: bytes) -> bytes:
        """Decrypt what `wrap` made. Raises KekGone."""

    def destroy(self, epoch: int) -> None:
        """Destroy the epoch's key in every copy; nothing happens where it is gone."""

    def epochs(self) -> list[int]:
        """Return the epochs whose keys exist in any copy, in order."""


class FileKeks:
    """Keys as files of mode 0600, copied to backup folders that hold one generation only."""

    def __init__(self, folder: Path, backups: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._backups = tuple(backups)

    def create(self, epoch: int) -> None:
        """Make the epoch's key and its copies, and read each copy back."""
        key = secrets.token_bytes(32)
        for folder in self._everywhere():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_new(_file(folder, epoch), key)
        for folder in self._everywhere():
            if _file(folder, epoch).read_bytes() != key:
                raise OSError(f"The key of epoch {epoch} could not be read back from one of its places.")

    def wrap(self, epoch: int, secret: bytes) -> bytes:
        """Encrypt a data key (AES-256-GCM), bound to the epoch. Raises KekGone."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._key(epoch)).encrypt(nonce, secret, _bound(epoch))

    def unwrap(self, epoch: int, wrapped: bytes) -> bytes:
        """Decrypt a data key. Raises KekGone, also where the key is another one."""
        try:
            return AESGCM(self._key(epoch)).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(epoch))
        except InvalidTag:
            raise KekGone(f"The key of epoch {epoch} does not open this key store.") from None

    def destroy(self, epoch: int) -> None:
        """Overwrite and remove the epoch's key in every place."""
        for folder in self._everywhere():
            _shred(_file(folder, epoch))

    def epochs(self) -> list[int]:
        """Return the epochs whose keys exist in any place."""
        files = (file for folder in self._everywhere() for file in folder.glob("epoch-*.kek"))
        return sorted({int(file.stem.removeprefix("epoch-")) for file in files})

    def _everywhere(self) -> tuple[Path, ...]:
        return (self._folder, *self._backups)

    def _key(self, epoch: int) -> bytes:
        for folder in self._everywhere():
            if _file(folder, epoch).exists():
                return _file(folder, epoch).read_bytes()
        raise KekGone(f"The key of epoch {epoch} does not exist.")


def _file(folder: Path, epoch: int) -> Path:
    return folder / f"epoch-{epoch:08}.kek"


def _bound(epoch: int) -> bytes:
    return b"subjects/kek/" + str(epoch).encode()


def _write_new(path: Path, value: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
