"""Proofs from the stored tree: one entry's bundle, and that a later tree begins with an earlier one."""

from uuid import UUID

from consent.evidence import keys
from consent.evidence.bundle import Bundle
from consent.evidence.models import Checkpoint, Place
from consent.evidence.note import NoteError, Verifier
from consent.evidence.proofs import (
    consistency_proof,
    consistency_spans,
    inclusion_proof,
    inclusion_spans,
    ranges_of,
)
from consent.evidence.reading import hashes_for


class NotYetPlaced(LookupError):
    """The entry has no place yet; the sequencer gives it one within seconds."""


def bundle_of(entry_id: UUID) -> Bundle:
    """Return what proves the entry under the newest checkpoint. Raises NotYetPlaced."""
    place = Place.objects.select_related("entry").filter(entry_id=entry_id).first()
    newest = Checkpoint.objects.order_by("-size").only("size", "note").first()
    if place is None or newest is None:
        raise NotYetPlaced(f"Entry {entry_id} has no place in the ledger yet.")
    read = hashes_for(ranges_of(inclusion_spans(place.index, newest.size)))
    return Bundle(
        entry=bytes(place.entry.body),
        index=place.index,
        path=tuple(inclusion_proof(place.index, newest.size, read)),
        checkpoint=newest.note,
        key=_signer(newest.note),
    )


def consistency(older: int, newer: int) -> list[bytes]:
    """Return the proof that the tree of `newer` entries begins with that of `older` entries.

    Raises ValueError for sizes that the ledger never had.
    """
    newest = Checkpoint.objects.order_by("-size").only("size").first()
    if newest is None or newer > newest.size:
        raise ValueError(f"The ledger has {newest.size if newest else 0} entries, not {newer}.")
    read = hashes_for(ranges_of(consistency_spans(older, newer)))
    return consistency_proof(older, newer, read)


def _signer(note: str) -> Verifier:
    """Return the known key that signed the note."""
    for known in keys.known_verifiers():
        try:
            keys.open_signed(note, [known])
        except NoteError:
            continue
        return known
    raise NoteError("The newest checkpoint is signed by no key of this ledger: run verify_evidence.")
