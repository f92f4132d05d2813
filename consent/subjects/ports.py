"""What a store of people's data must be able to do for the vault; the catalogue's sources implement it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import polars as pl


@dataclass(frozen=True, slots=True)
class Identifier:
    """A column of identifiers: its kind ("email", "phone", "customer_number") and who issued them.

    `issuer` is the source whose numbers they are; None for what is the same everywhere.
    """

    kind: str
    values: pl.Series
    issuer: UUID | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one collection that are about one person each; `keys` is the row's key as text.

    `one_row_each`: a person has one row here (a list of customers, not of orders), so two rows with the
    same address are two people until a steward says otherwise. `born` and `country` where known.
    """

    source: UUID
    collection: UUID
    keys: pl.Series
    identifiers: Sequence[Identifier]
    one_row_each: bool = True
    born: pl.Series | None = None
    country: pl.Series | None = None


class PeopleSource(Protocol):
    """A source that can list its people in batches."""

    def people(self) -> Iterator[Batch]:
        """Yield the people of the source, each row once."""
