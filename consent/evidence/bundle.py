"""A proof bundle: one entry with all that proves it, to be verified by anyone without the database."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consent.evidence.checkpoint import Checkpoint, open_checkpoint
from consent.evidence.entry import Entry, UnreadableEntry, read_entry
from consent.evidence.merkle import leaf_hash
from consent.evidence.note import NoteError, Verifier
from consent.evidence.proofs import includes

FORMAT = "evidence-bundle/1"
_FIELDS = {"format", "entry", "index", "path", "checkpoint", "key"}


class UnreadableBundle(ValueError):
    """The file is no proof bundle, so that nothing can be said about it."""


class WrongBundle(ValueError):
    """The bundle was read, and does not prove its entry."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The entry's exact bytes, its place, the path to the root, the signed root, the signer's key."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    key: Verifier


@dataclass(frozen=True, slots=True)
class Proven:
    """What a bundle proves: this entry stood at this place when the ledger was as signed."""

    entry: Entry
    index: int
    checkpoint: Checkpoint
    key: Verifier


def write_bundle(bundle: Bundle) -> str:
    """Write a bundle as JSON; `read` repeats the entry for human eyes and is not what is proved."""
    fields: dict[str, Any] = {
        "format": FORMAT,
        "read": json.loads(bundle.entry),
        "entry": base64.b64encode(bundle.entry).decode(),
        "index": bundle.index,
        "path": [base64.b64encode(step).decode() for step in bundle.path],
        "checkpoint": bundle.checkpoint,
        "key": str(bundle.key),
    }
    return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"


def read_bundle(text: str) -> Bundle:
    """Read a bundle; raises UnreadableBundle for anything else, without repeating it.

    Raises WrongBundle where the copy for human eyes says something else than the entry's bytes.
    """
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict) or _FIELDS - fields.keys():
            raise UnreadableBundle("The file is no proof bundle: fields are missing.")
        if fields["format"] != FORMAT:
            raise UnreadableBundle(f"The file is no proof bundle of the form {FORMAT}.")
        return _bundle(fields)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableBundle("The file is no proof bundle: it is not JSON.") from error


def verify_bundle(bundle: Bundle, trusted: Verifier | None = None) -> Proven:
    """Return what the bundle proves; raises WrongBundle when it does not prove its entry.

    `trusted` is the ledger's key as known from elsewhere. Without it the bundle's own key counts,
    and the reader must compare its fingerprint with one received on another way.
    """
    if trusted is not None and trusted != bundle.key:
        raise WrongBundle(f"The bundle is signed by the key {bundle.key}, not by the known {trusted}.")
    try:
        checkpoint = open_checkpoint(bundle.checkpoint, bundle.key)
        entry = read_entry(bundle.entry)
    except (NoteError, UnreadableEntry) as error:
        raise WrongBundle(str(error)) from error
    leaf = leaf_hash(bundle.entry)
    if not includes(leaf, bundle.index, checkpoint.size, bundle.path, checkpoint.root):
        raise WrongBundle(f"Entry {bundle.index} ({entry.id}) is not what the signed root was computed from.")
    return Proven(entry, bundle.index, checkpoint, bundle.key)


def _bundle(fields: Mapping[str, Any]) -> Bundle:
    index, path, note = fields["index"], fields["path"], fields["checkpoint"]
    if not isinstance(index, int) or isinstance(index, bool) or not isinstance(note, str):
        raise UnreadableBundle("The bundle's index must be a number, its checkpoint a text.")
    if not isinstance(path, list):
        raise UnreadableBundle("The bundle's path must be a list.")
    try:
        key = Verifier.parse(str(fields["key"]))
    except NoteError as error:
        raise UnreadableBundle(f"The bundle's key cannot be read. {error}") from error
    entry = _bytes(fields["entry"])
    if "read" in fields and _read(entry) != fields["read"]:
        raise WrongBundle("The bundle's readable copy says something else than its entry.")
    return Bundle(entry, index, tuple(map(_bytes, path)), note, key)


def _read(entry: bytes) -> object:
    try:
        return json.loads(entry)
    except ValueError as error:
        raise WrongBundle("The bundle's entry is not one of this ledger.") from error


def _bytes(encoded: object) -> bytes:
    try:
        return base64.b64decode(str(encoded), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableBundle("The base64 of the bundle is malformed.") from error
