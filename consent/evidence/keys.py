"""The ledger's name and the keys that sign it; the private one lies in the key folder alone."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from config import keyring
from consent.evidence.checkpoint import Checkpoint, open_checkpoint
from consent.evidence.note import NoteError, Verifier, signers, verifier_of

FORMER_KEYS = "evidence-former.txt"


def origin() -> str:
    """Return the ledger's name, the first line of every checkpoint; random where none is set."""
    return (
        settings.EVIDENCE_ORIGIN or f"customer-data-catalog/{keyring.key('evidence-origin', length=8).hex()}"
    )


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints; made on first use."""
    return Ed25519PrivateKey.from_private_bytes(keyring.key("evidence"))


def verifier() -> Verifier:
    """Return the public key of what is signed now."""
    return verifier_of(origin(), signing_key())


def known_verifiers() -> list[Verifier]:
    """Return the present public key and the former ones, one a line in the key folder."""
    former = Path(settings.KEYS) / FORMER_KEYS
    lines = former.read_text(encoding="utf-8").splitlines() if former.exists() else []
    return [verifier(), *(Verifier.parse(line) for line in lines if line.strip())]


def installed_verifiers() -> list[Verifier]:
    """Return the known public keys without making one: none where nothing was ever signed here."""
    return known_verifiers() if (Path(settings.KEYS) / "evidence.key").exists() else []


def open_signed(note: str, verifiers: list[Verifier]) -> Checkpoint:
    """Return the checkpoint that one of the keys signed; raises NoteError where none did."""
    signed_by = signers(note)
    for known in verifiers:
        if (known.name, known.key_id.hex()) in signed_by:
            return open_checkpoint(note, known)
    named = ", ".join(f"{name}+{key_id}" for name, key_id in signed_by) or "nobody"
    raise NoteError(f"The checkpoint is signed by {named}, not by a key of this ledger.")
