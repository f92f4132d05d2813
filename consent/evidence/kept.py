"""Compares all that is kept outside the ledger with its entries, batch by batch."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from consent.evidence.entry import Entry as Said
from consent.evidence.entry import UnreadableEntry, read_entry
from consent.evidence.keeping import Comparison, compared, kept_kinds
from consent.evidence.models import Place
from consent.evidence.reading import unplaced_bodies

_BATCH = 2_000


class Differing(NamedTuple):
    """The first entry of which something else is kept; without an index it has no place yet."""

    entry: Said
    place: int | None
    comparison: Comparison


def first_differing() -> Differing | None:
    """Return the first entry whose record was altered or removed outside the ledger."""
    for batch in _batches():
        found = compared(said for _index, said in batch)
        for index, said in batch:
            comparison = found.get(said.id)
            if comparison is not None and comparison.wrong:
                return Differing(said, index, comparison)
    return None


def comparison_of(said: Said) -> Comparison | None:
    """Compare one entry; None where nothing is kept of it outside the ledger."""
    return compared([said]).get(said.id)


def _batches() -> Iterator[Sequence[tuple[int | None, Said]]]:
    """Read the entries of which something is kept: by their places, then those that have none yet."""
    kinds = kept_kinds()
    placed = Place.objects.filter(kind__in=kinds).order_by("index").values_list("index", "entry__body")
    yield from _read(placed.iterator(chunk_size=_BATCH), kinds)
    yield from _read(((None, body) for body in unplaced_bodies()), kinds)


def _read(
    rows: Iterable[tuple[int | None, bytes | memoryview]], kinds: Sequence[str]
) -> Iterator[Sequence[tuple[int | None, Said]]]:
    """Read entries in batches; bytes that this product did not write say nothing of what it keeps."""
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        found = []
        for index, body in batch:
            try:
                said = read_entry(bytes(body))
            except UnreadableEntry:
                continue
            if said.kind in kinds:
                found.append((index, said))
        yield found
