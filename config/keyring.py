"""The instance's keys: files of mode 0600 in the key folder, and what is encrypted under them."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"


class Unreadable(Exception):
    """Something sealed could not be opened: another key, another context, or changed bytes."""


def key(name: str, folder: Path | None = None, length: int = 32) -> bytes:
    """Return the key `name`, random bytes that are made on first use.

    Two processes that ask at once get the same key: the file appears whole or not at all.
    """
    path = (folder or Path(settings.KEYS)) / f"{name}.key"
    if not path.exists():
        _make(path, secrets.token_bytes(length))
    return path.read_bytes()


def seal(secret: bytes, context: str) -> bytes:
    """Encrypt `secret` under the instance key (AES-256-GCM), bound to `context`."""
    nonce = secrets.token_bytes(12)
    return _VERSION + nonce + AESGCM(key("instance")).encrypt(nonce, secret, context.encode())


def unseal(sealed: bytes, context: str) -> bytes:
    """Decrypt what `seal` made for the same context. Raises Unreadable."""
    if sealed[:1] != _VERSION:
        raise Unreadable("This was sealed by a newer version of the product.")
    try:
        return AESGCM(key("instance")).decrypt(sealed[1:13], sealed[13:], context.encode())
    except InvalidTag:
        raise Unreadable("The instance key does not open this; was another key folder restored?") from None


def _make(path: Path, value: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()
