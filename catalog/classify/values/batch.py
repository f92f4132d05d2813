"""Lays the samples of many columns into one table of texts: which column, which text."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

MOST_VALUES = 200
"""Of a longer sample, these many values are looked at."""

_LONGEST = 300
"""Characters of a value that are looked at."""

_LEAVES = 5


def texts_of(samples: Sequence[Any]) -> pl.DataFrame:
    """One row per sampled value that has a text: `column` (its place in `samples`) and `text`.

    Nulls and bytes fall out; numbers, dates and flags become texts; of a nested value its first leaves.
    """
    parts = [_array(values) for values in samples]
    places = [place for place, part in enumerate(parts) for _text in range(len(part))]
    texts = pl.from_arrow(pa.chunked_array(parts, pa.string()))
    frame = pl.DataFrame({"column": pl.Series(places, dtype=pl.Int32), "text": texts})
    text = pl.col("text").str.slice(0, _LONGEST).str.strip_chars()
    return frame.with_columns(text).filter(pl.col("text").is_not_null() & (pl.col("text") != ""))


def _array(values: Any) -> pa.Array:
    """The texts of one sample; a column of texts is taken as it is, never through Python."""
    if isinstance(values, pa.Array) and pa.types.is_string(values.type):
        return values.slice(0, MOST_VALUES)
    return pa.array(_texts(values), pa.string())


def _texts(values: Any) -> list[str | None]:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return _arrow_texts(values)
    if isinstance(values, str):
        return [values]
    cut = list(values[:MOST_VALUES]) if isinstance(values, list | tuple) else _cut(values)
    if all(type(value) is str for value in cut):
        return cut
    return [text for value in cut for text in _leaves(value)]


def _cut(values: Any) -> list[Any]:
    try:
        return [value for value, _ in zip(values, range(MOST_VALUES), strict=False)]
    except TypeError:
        return [values]


def _arrow_texts(values: "pa.Array | pa.ChunkedArray") -> list[str | None]:
    part = values.slice(0, MOST_VALUES)
    try:
        found: list[str | None] = pc.cast(part, pa.string()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _texts(part.to_pylist())
    return found


def _leaves(value: Any, depth: int = 3) -> list[str | None]:
    """The texts that a value is made of."""
    if isinstance(value, str):
        return [value]
    if value is None or isinstance(value, bytes | bytearray | memoryview):
        return []
    if isinstance(value, date | datetime | time):
        return [value.isoformat()]
    if isinstance(value, dict) and depth:
        return [text for leaf in list(value.values())[:_LEAVES] for text in _leaves(leaf, depth - 1)]
    if isinstance(value, list | tuple | set) and depth:
        return [text for leaf in list(value)[:_LEAVES] for text in _leaves(leaf, depth - 1)]
    return [str(value)[:_LONGEST]]
