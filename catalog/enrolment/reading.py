"""The vault's port on registered sources: the declared tables as batches of keys and identifiers."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import polars as pl

from catalog.enrolment.models import IdentifyingField, PeopleTable
from catalog.sources.connectors.base import CollectionRef, Connector
from catalog.sources.models import Source
from consent.subjects.ports import Batch, Identifier

ROWS = 5_000


def tables_of(source: Source) -> list[PeopleTable]:
    """Return the declared tables, lists of people before lists of events: those find the people then."""
    rows = PeopleTable.objects.filter(collection__source=source, collection__gone_at=None)
    rows = rows.select_related("collection", "key", "born", "country")
    return list(
        rows.prefetch_related("identifiers__field").order_by("-one_row_each", "collection__name", "pk")
    )


class RegisteredPeople:
    """Implements consent.subjects.ports.PeopleSource on the open connector of a registered source."""

    def __init__(self, source: UUID, tables: Sequence[PeopleTable], connector: Connector) -> None:
        self._source, self._tables, self._connector = source, tables, connector

    def people(self) -> Iterator[Batch]:
        """Yield the declared tables in batches. Raises SourceError."""
        for table in self._tables:
            identifiers = list(table.identifiers.all())
            for frame in self._frames(table, identifiers):
                yield self._batch(table, identifiers, frame)

    def _frames(self, table: PeopleTable, identifiers: Sequence[IdentifyingField]) -> Iterator[pl.DataFrame]:
        ref = CollectionRef(table.collection.schema, table.collection.name, table.collection.kind)
        fields = [table.key, *(one.field for one in identifiers), table.born, table.country]
        names = list(dict.fromkeys(field.name for field in fields if field is not None))
        waiting: list[pl.DataFrame] = []
        for batch in self._connector.read(ref, names):
            waiting.append(pl.DataFrame(batch))
            if sum(frame.height for frame in waiting) >= ROWS:
                yield from pl.concat(waiting).iter_slices(ROWS)
                waiting = []
        if waiting:
            yield from pl.concat(waiting).iter_slices(ROWS)

    def _batch(
        self, table: PeopleTable, identifiers: Sequence[IdentifyingField], frame: pl.DataFrame
    ) -> Batch:
        return Batch(
            source=self._source,
            collection=table.collection_id,
            keys=frame[table.key.name].cast(pl.String),
            identifiers=[_identifier(one, frame[one.field.name]) for one in identifiers],
            one_row_each=table.one_row_each,
            born=None if table.born is None else _dates(frame[table.born.name]),
            country=None if table.country is None else _countries(frame[table.country.name]),
        )


def _identifier(declared: IdentifyingField, values: pl.Series) -> Identifier:
    text = values.cast(pl.String)
    if declared.prefix:
        text = text.str.strip_chars().str.strip_prefix(declared.prefix)
    return Identifier(declared.kind, text, declared.issuer_id)


def _dates(values: pl.Series) -> pl.Series:
    """Read dates; what is none is unknown, which every decision takes as the most restrictive."""
    if values.dtype == pl.String:
        read = values.str.to_date("%Y-%m-%d", strict=False)
        return read.fill_null(values.str.to_date("%d.%m.%Y", strict=False))
    return values.cast(pl.Date, strict=False)


def _countries(values: pl.Series) -> pl.Series:
    """Keep ISO 3166 codes of two letters; anything else is unknown."""
    codes = values.cast(pl.String).str.strip_chars().str.to_uppercase()
    return codes.set(~codes.str.contains(r"^[A-Z]{2}$").fill_null(False), None)
