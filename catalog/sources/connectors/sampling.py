"""How a sample stays small and the same: bounds on rows and bytes, seeded points in a key's range."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyarrow as pa

from catalog.sources.connectors.base import Limits
from catalog.sources.connectors.texts import cut


def bounded(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, limits: Limits, *, cells_cut: bool = False
) -> tuple[pa.Table, bool]:
    """Take batches until the rows or bytes of a sample are reached; cells are cut first.

    `cells_cut`: the source has cut them already. The second answer tells whether something was left behind.
    """
    taken: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        if rows >= limits.sample_rows or size >= limits.sample_bytes:
            return pa.Table.from_batches(taken), True
        columns = batch.slice(0, limits.sample_rows - rows).columns
        if not cells_cut:
            columns = [cut(column, limits.cell_characters) for column in columns]
        small = pa.RecordBatch.from_arrays(columns, names=schema.names)
        taken.append(small)
        rows += small.num_rows
        size += small.nbytes
    return (pa.Table.from_batches(taken) if taken else schema.empty_table()), False


def key_points(low: int, high: int, count: int, seed: int) -> tuple[int, ...]:
    """Return `count` seeded starting points, one in each equal part of low..high, ascending."""
    if high < low or count < 1:
        return ()
    total = high - low + 1
    edges = [low + total * part // count for part in range(count + 1)]
    chance = random.Random(seed)  # noqa: S311 - it has to be repeatable, not secret
    return tuple(chance.randrange(one, other) for one, other in pairwise(edges) if other > one)


def shares(rows: int, parts: int) -> int:
    """Return how many rows each part gives, so that all parts together give at least `rows`."""
    return max(1, -(-rows // max(1, parts)))


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Make column names distinct and non-empty: a second "a" becomes "a_2", an empty one "column_3"."""
    taken: set[str] = set()
    result = []
    for position, name in enumerate(names, 1):
        base = name or f"column_{position}"
        candidate, number = base, 1
        while candidate in taken:
            number += 1
            candidate = f"{base}_{number}"
        taken.add(candidate)
        result.append(candidate)
    return tuple(result)
