"""Entries as pages show them: in words, with names as far as they can still be told, with their proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from consent.evidence import words
from consent.evidence.entry import Entry as Said
from consent.evidence.entry import UnreadableEntry, read_entry
from consent.evidence.keeping import Comparison
from consent.evidence.kept import comparison_of
from consent.evidence.kinds import Words
from consent.evidence.merkle import leaf_hash
from consent.evidence.models import Checkpoint, Entry, Place
from consent.evidence.words import ShownField
from consent.parties.actors import names_of


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger's list; without an index the entry has no place yet."""

    entry_id: UUID
    index: int | None
    words: Words
    at: datetime
    actor: UUID | None
    name: str | None
    objects: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in full. `said` is None where its bytes are none that this product wrote."""

    entry_id: UUID
    body: str
    leaf: str
    said: Said | None
    words: Words
    fields: Sequence[ShownField]
    name: str | None
    index: int | None
    signed: Checkpoint | None
    kept: Comparison | None

    @property
    def kept_field(self) -> str | Promise:
        """Say which part of what is kept differs."""
        return words.field_words(self.kept.field) if self.kept else ""


def placed_rows(places: Iterable[Place]) -> list[Row]:
    """Return the lines of entries that have their places."""
    found = list(places)
    names = names_of(place.actor for place in found if place.actor)
    return [
        Row(
            place.entry_id,
            place.index,
            words.kind_words(place.kind),
            place.at,
            place.actor,
            names.get(place.actor) if place.actor else None,
            place.objects_named,
        )
        for place in found
    ]


def unplaced_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return the lines of entries that have no place yet; bytes that cannot be read are left to verification."""
    read = [said for entry in entries if (said := _read(bytes(entry.body))) is not None]
    names = names_of(said.actor for said in read if said.actor)
    return [
        Row(
            said.id,
            None,
            words.kind_words(said.kind),
            said.at,
            said.actor,
            names.get(said.actor) if said.actor else None,
            [said.subject] if said.subject else [],
        )
        for said in read
    ]


def shown(entry: Entry) -> Shown:
    """Return one entry in full, with the checkpoint that was the first to cover it."""
    body = bytes(entry.body)
    said = _read(body)
    place = Place.objects.filter(entry_id=entry.id).only("index").first()
    signed = None
    if place is not None:
        signed = (
            Checkpoint.objects.filter(size__gt=place.index).order_by("size").only("size", "signed_at").first()
        )
    return Shown(
        entry_id=entry.id,
        body=body.decode("ascii", errors="replace"),
        leaf=leaf_hash(body).hex(),
        said=said,
        words=words.kind_words(said.kind) if said else "",
        fields=words.shown_fields(said) if said else (),
        name=names_of([said.actor]).get(said.actor) if said and said.actor else None,
        index=place.index if place else None,
        signed=signed,
        kept=comparison_of(said) if said else None,
    )


def _read(body: bytes) -> Said | None:
    try:
        return read_entry(body)
    except UnreadableEntry:
        return None
