"""Whether a table lists what there is (tariffs, procedures, grants) rather than what happened to somebody."""

from collections.abc import Sequence

from catalog.classify.columns import Column

_DESCRIBING = frozenset({"goods", "long_text", "note", "website", "vat", "organisation_fact", "ledger"})
"""Concepts that describe an entry of a list, beside its name."""


def describes(columns: Sequence[Column]) -> bool:
    """Whether entries have a name of their own and are described, priced or coded, and none is dated."""
    if any(_happened(column) for column in columns):
        return False
    named = any("name" in column.reading.shapes and not column.reading.persons for column in columns)
    described = sum(_describes(column) for column in columns)
    return described >= (1 if named else 2)


def _describes(column: Column) -> bool:
    reading = column.reading
    if "code" in reading.shapes and not reading.persons:
        return True
    if reading.concept is not None:
        return reading.concept.key in _DESCRIBING
    return column.shape == "long" and not reading.persons


def _happened(column: Column) -> bool:
    """Whether a column dates something, other than the entry itself."""
    concept = column.reading.concept
    if concept is not None:
        return column.shape == "date" and concept.mode not in ("never", "audit")
    dated = column.shape == "date" or not {"date", "time"}.isdisjoint(column.reading.shapes)
    return dated and not column.reading.unknown
