"""Whose identifier is this: from a kind and a value to record ids, through the blind index."""

from collections.abc import Sequence
from uuid import UUID

import polars as pl

from consent.subjects.blind import blind_indexes
from consent.subjects.ids import RecordId
from consent.subjects.joining import GLOBAL_KINDS
from consent.subjects.keys import index_root
from consent.subjects.models import IndexEntry, Merge
from consent.subjects.people import records_behind


def find(kind: str, value: str, source: UUID | None = None) -> list[RecordId]:
    """Return the people whom an identifier leads to: nobody, one, or several who share it.

    `source` is who issued the number; kinds that are the same everywhere need none. Raises
    ImproperlyConfigured in a process that serves pages.
    """
    return find_many(kind, [value], source)[0]


def find_many(kind: str, values: Sequence[str], source: UUID | None = None) -> list[list[RecordId]]:
    """Return the people for each value, in order; a few queries for any number of values."""
    issuer = None if kind in GLOBAL_KINDS else source
    computed = blind_indexes(index_root(), kind, issuer, pl.Series("value", values, dtype=pl.String))
    wanted = [bytes(index) if index is not None else b"" for index in computed.to_pylist()]
    rows = list(
        IndexEntry.objects.filter(index__in=set(wanted) - {b""}).values_list("index", "handle", "sealed")
    )
    people = records_behind((handle, sealed) for _, handle, sealed in rows)
    kept = _kept([person for person in people if person is not None])
    led: dict[bytes, set[RecordId]] = {}
    for (index, _, _), person in zip(rows, people, strict=True):
        if person is not None:
            led.setdefault(bytes(index), set()).add(kept.get(person, person))
    return [sorted(led.get(index, set())) for index in wanted]


def _kept(people: Sequence[RecordId]) -> dict[RecordId, RecordId]:
    """Return into whom people were merged."""
    rows = Merge.objects.filter(merged__in=people, undone_at=None).values_list("merged", "kept")
    return {RecordId(merged): RecordId(kept) for merged, kept in rows}
