"""Sealing what belongs to a person under that person's key: AES-256-GCM, bound to what it is."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Unsealable(Exception):
    """The key does not open this: it is another person's, or bound to something else, or changed."""


def seal(key: bytes, secret: bytes, bound_to: bytes) -> bytes:
    """Encrypt a secret under a person's key; `bound_to` names what it is and is needed to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Decrypt what `seal` made. Raises Unsealable."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except InvalidTag:
        raise Unsealable("This does not open under the person's key.") from None
