"""Cells that a driver gives as text become Arrow columns of their kind."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from catalog.sources.connectors.texts import text_column

TYPES: dict[str, pa.DataType] = {
    "int64": pa.int64(),
    "uint64": pa.uint64(),
    "float64": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "binary": pa.binary(),
    "text": pa.string(),
}
# MySQL knows days that do not exist: 0000-00-00, 2024-00-15.
_NO_DAY = r"^0000|-00"


def batch(names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Build a batch from rows of raw cells (bytes, str or None)."""
    cells = zip(*rows, strict=True) if rows else ([] for _ in names)
    arrays = [
        _column(kind, [_raw(cell) for cell in column]) for kind, column in zip(kinds, cells, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=list(names))


def schema(names: Sequence[str], kinds: Sequence[str]) -> pa.Schema:
    """Return the schema that such batches have."""
    return pa.schema([pa.field(name, TYPES[kind]) for name, kind in zip(names, kinds, strict=True)])


def _raw(cell: Any) -> bytes | None:
    return cell if cell is None or isinstance(cell, bytes) else str(cell).encode()


def _column(kind: str, cells: list[bytes | None]) -> pa.Array:
    if kind == "binary":
        return pa.array(cells, pa.binary())
    texts = text_column(cells)
    if kind in ("date", "timestamp"):
        texts = pc.if_else(pc.match_substring_regex(texts, _NO_DAY), pa.scalar(None, pa.string()), texts)
    return texts if kind == "text" else pc.cast(texts, TYPES[kind])
