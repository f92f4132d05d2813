"""Short ways to describe a table and to judge it."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.classify.classifier import classify
from catalog.classify.types import ColumnDescription, Verdict


def table(
    source: str, name: str, columns: Sequence[str] | Mapping[str, Sequence[Any]]
) -> list[ColumnDescription]:
    """Columns of one table, by name or by name and sampled values."""
    samples = columns if isinstance(columns, Mapping) else dict.fromkeys(columns, ())
    return [
        ColumnDescription(source, name, column, sample_values=values) for column, values in samples.items()
    ]


def judged(
    source: str, name: str, columns: Sequence[str] | Mapping[str, Sequence[Any]]
) -> dict[str, Verdict]:
    """The verdict on each column of one table."""
    described = table(source, name, columns)
    return {column.column: verdict for column, verdict in zip(described, classify(described), strict=True)}
