"""Signed notes after C2SP (c2sp.org/signed-note): text, a blank line, signatures with key ids."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_LARGEST_NOTE = 1 << 20


class NoteError(ValueError):
    """The note is malformed, or no key that is trusted signed it."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under the name that it signs with."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the hash over name, signature type and public key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return sha256(named).digest()[:_KEY_ID_SIZE]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the public key, for two people to compare."""
        return sha256(self.public_key).hexdigest()

    def __str__(self) -> str:
        """Write the key as the one line in which verifiers' keys are handed around."""
        encoded = base64.b64encode(_ED25519 + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, line: str) -> "Verifier":
        """Read the one line form; raises NoteError when it is not one of an Ed25519 key."""
        name, _, rest = line.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decode(encoded, "the public key")
        if not _NAME.fullmatch(name) or len(key) != 33 or key[:1] != _ED25519:
            raise NoteError("This is no public key of the form name+id+key for Ed25519.")
        verifier = cls(name, key[1:])
        if verifier.key_id.hex() != key_id:
            raise NoteError(f"The public key of {name} does not match its id {key_id[:8]}.")
        return verifier


def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """Return the verifier for what `key` signs under `name`."""
    return Verifier(name, key.public_key().public_bytes_raw())


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Sign the text, which ends with a line feed, and return the whole note."""
    if not _NAME.fullmatch(name):
        raise NoteError("The name of a signing key may not be empty nor hold spaces or a plus.")
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteError("The text of a note ends with a line feed and holds no other control.")
    signature = verifier_of(name, key).key_id + key.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """Return the text of a note that `verifier` signed; raises NoteError for any other.

    Lines of other keys (witnesses, a former key) are left aside, as the specification says.
    """
    text, lines = _split(note)
    signed = False
    for line in lines:
        match = _SIGNATURE_LINE.fullmatch(line)
        if match is None:
            raise NoteError("A signature line of the note is malformed.")
        signature = _decode(match[2], "a signature")
        if match[1] == verifier.name and signature[:_KEY_ID_SIZE] == verifier.key_id:
            _check(text, signature[_KEY_ID_SIZE:], verifier)
            signed = True
    if not signed:
        raise NoteError(f"The note carries no signature of {verifier.name} by the key {verifier}.")
    return text


def signers(note: str) -> list[tuple[str, str]]:
    """Return (name, key id) of each signature line, without believing any of them."""
    found = (_SIGNATURE_LINE.fullmatch(line) for line in _split(note)[1])
    return [(match[1], _decode(match[2], "a signature")[:4].hex()) for match in found if match]


def _split(note: str) -> tuple[str, list[str]]:
    """Part the text from its signature lines at the last empty line."""
    if len(note) > _LARGEST_NOTE or _CONTROL.search(note):
        raise NoteError("The note is too long or holds control characters.")
    head, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("The note has no signature lines after a blank line.")
    return head + "\n", tail[:-1].split("\n")


def _check(text: str, signature: bytes, verifier: Verifier) -> None:
    """Check one Ed25519 signature over the text."""
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public_key).verify(signature, text.encode())
    except InvalidSignature as error:
        raise NoteError(f"The signature of {verifier.name} does not fit the text.") from error


def _decode(encoded: str, what: str) -> bytes:
    """Decode strict standard base64."""
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NoteError(f"The base64 of {what} is malformed.") from error
