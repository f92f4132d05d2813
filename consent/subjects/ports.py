"""What a store of people's data must be able to do for the vault; the catalogue's sources implement it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

import polars as pl


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one collection that are about one person each.

    `keys` is the row's key as text; `identifiers` maps a kind ("email", "phone", "customer_number") to
    its column; kinds in `issued` are numbers of the source's own. `born` and `country` where known.
    """

    source: UUID
    collection: UUID
    keys: pl.Series
    identifiers: Mapping[str, pl.Series]
    issued: frozenset[str] = field(default_factory=frozenset)
    born: pl.Series | None = None
    country: pl.Series | None = None


class PeopleSource(Protocol):
    """A source that can list its people in batches."""

    def people(self) -> Iterator[Batch]:
        """Yield the people of the source, each row once."""
