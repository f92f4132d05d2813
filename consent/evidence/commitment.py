"""Commitments: how a text or value is proved by the ledger without standing in it."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

NONCE_SIZE = 32


@dataclass(frozen=True, slots=True)
class Digest:
    """A SHA-256 digest as it may stand in an entry."""

    value: bytes

    def __post_init__(self) -> None:
        """Refuse what no SHA-256 can be."""
        if len(self.value) != sha256().digest_size:
            raise ValueError(f"A SHA-256 digest has 32 bytes, not {len(self.value)}.")

    def __str__(self) -> str:
        """Write it as it stands in an entry."""
        return f"sha256:{self.value.hex()}"


@dataclass(frozen=True, slots=True)
class Commitment:
    """The digest enters the ledger; the nonce stays beside the text and is deleted with it.

    Without the nonce nobody can guess the text from the digest, however short it is.
    """

    nonce: bytes
    digest: Digest


def commit(text: str) -> Commitment:
    """Bind a text: SHA-256 over 32 random bytes and the text in UTF-8."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    return Commitment(nonce, _digest(nonce, text))


def opens(commitment: Commitment, text: str) -> bool:
    """Tell whether the commitment was made for this very text."""
    return hmac.compare_digest(commitment.digest.value, _digest(commitment.nonce, text).value)


def _digest(nonce: bytes, text: str) -> Digest:
    if len(nonce) != NONCE_SIZE:
        raise ValueError(f"A commitment has {NONCE_SIZE} random bytes, not {len(nonce)}.")
    return Digest(sha256(nonce + text.encode()).digest())
