"""The rows of a batch as enrolment sees them: blind indexes, and which rows are about the same person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consent.subjects.blind import blind_indexes
from consent.subjects.joining import Mark, Strength, strength, strongest
from consent.subjects.keys import index_root
from consent.subjects.ports import Batch


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a key: its place in the batch, the key, and the blind indexes of key and identifiers."""

    place: int
    key: str
    key_index: bytes
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are about one person, and all that they say of who it is."""

    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


def rows_of(batch: Batch) -> list[Row]:
    """Index every row that has a key; the first of two equal keys counts."""
    root = index_root()
    indexes = blind_indexes(root, f"row/{batch.collection}", batch.source, batch.keys).to_pylist()
    columns = [
        (
            one.kind,
            one.issuer.hex if one.issuer else "",
            blind_indexes(root, one.kind, one.issuer, one.values).to_pylist(),
        )
        for one in batch.identifiers
    ]
    first: dict[bytes, Row] = {}
    for place, (key, index) in enumerate(zip(batch.keys.cast(str).to_list(), indexes, strict=True)):
        if index is not None and index not in first:
            found = {(kind, issuer, column[place]) for kind, issuer, column in columns if column[place]}
            first[index] = Row(place, key, index, tuple(sorted(found)))
    return list(first.values())


def passes(rows: Iterable[Row], *, one_row_each: bool) -> Iterator[list[Group]]:
    """Yield the groups of rows by what tells most in them, the strongest first.

    In a list of events, rows with the same strongest mark are about one person.
    """
    levels: dict[Strength | None, list[Row]] = defaultdict(list)
    for row in rows:
        best = strongest(row.marks)
        levels[strength(best[0]) if best else None].append(row)
    for level in (*sorted(Strength, reverse=True), None):
        if levels[level]:
            yield _alone(levels[level]) if one_row_each else _together(levels[level])


def _alone(rows: Iterable[Row]) -> list[Group]:
    return [Group((row,), row.marks) for row in rows]


def _together(rows: Iterable[Row]) -> list[Group]:
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        groups[strongest(row.marks) or row.key_index].append(row)
    return [
        Group(tuple(found), tuple(sorted({mark for row in found for mark in row.marks})))
        for found in groups.values()
    ]
