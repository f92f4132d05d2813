"""Law as versioned data: tables in TOML whose rows hold from a day to a day, each with its source.

A decision of a past day replays with the rows that were in force on that day. A row that nobody has
checked against the law's text is marked so, and the product shows it as "to be verified".
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")
_ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what it says, from when to when, by which source, and whether verified."""

    values: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        """Say whether the row is in force on that day (both ends included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def rows(table: str) -> tuple[Row, ...]:
    """Return every row of data/<table>.toml. Raises FileNotFoundError for an unknown table."""
    read = tomllib.loads((_DATA / f"{table}.toml").read_text(encoding="utf-8"))
    return tuple(_row(entry) for entry in read["row"])


def in_force(table: str, day: date, **wanted: Any) -> Iterator[Row]:
    """Yield the rows in force on that day whose values equal the wanted ones."""
    for row in rows(table):
        if row.holds_on(day) and all(row.values.get(name) == value for name, value in wanted.items()):
            yield row


def _row(entry: dict[str, Any]) -> Row:
    own = {"valid_from", "valid_to", "source", "verified"}
    return Row(
        values={name: value for name, value in entry.items() if name not in own},
        valid_from=entry.get("valid_from", _ALWAYS),
        valid_to=entry.get("valid_to"),
        source=entry["source"],
        verified=entry["verified"],
    )
