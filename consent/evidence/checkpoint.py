"""Checkpoints after C2SP (c2sp.org/tlog-checkpoint): a signed statement of the tree's size and root."""

import base64
import binascii
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.evidence.merkle import HASH_SIZE
from consent.evidence.note import NoteError, Verifier, open_note, sign

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long the ledger called `origin` was, and the root over all its entries then."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the text that is signed."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the signed note; the key's name is the ledger's origin."""
    return sign(str(checkpoint), checkpoint.origin, key)


def open_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """Return what `verifier` signed; raises NoteError for a note of anyone else or another ledger."""
    checkpoint = parse_checkpoint(open_note(note, verifier))
    if checkpoint.origin != verifier.name:
        raise NoteError(f"The checkpoint is of the ledger {checkpoint.origin}, not of {verifier.name}.")
    return checkpoint


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, without its signatures; raises NoteError when malformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise NoteError("A checkpoint has three lines at least and no empty one.")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise NoteError("The second line of a checkpoint must be the size of the tree.")
    return Checkpoint(origin, int(size), _root(root), tuple(extensions))


def _root(encoded: str) -> bytes:
    """Decode the root hash."""
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NoteError("The third line of a checkpoint must be the root in base64.") from error
    if len(root) != HASH_SIZE:
        raise NoteError(f"The root of a checkpoint has {HASH_SIZE} bytes, not {len(root)}.")
    return root
