"""Any other SQLAlchemy dialect that the administrator has switched on, read with plain SQL only."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SAWarning

from catalog.sources.connectors.base import (
    Checked,
    CollectionDescription,
    CollectionRef,
    Connector,
    DescribedColumn,
    Limits,
    SourceError,
)
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.sampling import bounded, unique_names
from catalog.sources.connectors.session import Session, open_sockets, shut_down
from catalog.sources.connectors.spec import SourceSpec, unknown_scheme

# A type that a dialect does not know is no news to anybody who scans; the column is described without it
warnings.filterwarnings("ignore", message="Did not recognize type", category=SAWarning)

_ROWS = 2_000
_SYSTEM = frozenset({"information_schema", "pg_catalog", "sys", "system", "mysql", "performance_schema"})


class Generic(Connector):
    """One session with a system that SQLAlchemy knows. It cannot promise more than its driver does."""

    def __init__(self, spec: SourceSpec, limits: Limits, guard: Guard) -> None:
        self._spec = spec
        self._limits = limits
        self._guard = guard
        self._before: frozenset[int] = frozenset()
        self._peers: frozenset[tuple[str, int] | str] = frozenset()
        self._session: Session[sa.Connection] = Session(
            self._open,
            close=_close,
            cut=self._cut,
            errors=(Exception,),  # each driver has its own, and some let Python's out as they are
            translate=_translate,
            connect_seconds=limits.connect_seconds,
        )

    def check(self) -> Checked:
        with self._lent(self._limits.statement_seconds) as connection:
            version = connection.dialect.server_version_info or ()
            return Checked(connection.dialect.name, ".".join(map(str, version)))

    def collections(self) -> Iterator[CollectionRef]:
        with self._lent(self._limits.statement_seconds) as connection:
            inspector = sa.inspect(connection)
            default = inspector.default_schema_name
            found = []
            for schema in inspector.get_schema_names():
                if schema.casefold() in _SYSTEM:
                    continue
                found += [CollectionRef(schema, name) for name in inspector.get_table_names(schema)]
                found += [CollectionRef(schema, name, "view") for name in inspector.get_view_names(schema)]
        yield from sorted(found, key=lambda ref: (ref.schema != default, ref.schema, ref.name))

    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        for ref in refs:
            try:
                yield self._describe(ref)
            except SourceError as error:
                yield CollectionDescription.failed(ref, error)

    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        names = [column.name for column in self._describe(ref).columns]
        statement = self._select(ref, names).limit(self._limits.sample_rows)
        batches = self._batches(statement, names, rows=50, seconds=self._limits.statement_seconds)
        schema = pa.schema([(name, pa.string()) for name in unique_names(names)])
        found, left_early = bounded(batches, schema, self._limits)
        if left_early:
            self._session.drop()
        return found

    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        known = {column.name for column in self._describe(ref).columns}
        missing = [name for name in columns if name not in known]
        if missing:
            raise SourceError(f"{ref.name} has no column {missing[0]!r}.", code="missing")
        yield from self._batches(
            self._select(ref, columns), columns, rows=_ROWS, seconds=self._limits.read_seconds
        )

    def close(self) -> None:
        self._session.close()

    def _describe(self, ref: CollectionRef) -> CollectionDescription:
        columns = self._reflected(ref)
        keys, targets = self._keys(ref)
        described = tuple(
            DescribedColumn(
                place, column["name"], _type_name(column["type"]), column["nullable"], column["name"] in keys,
                column.get("comment") or "", targets.get(column["name"]),
            )
            for place, column in enumerate(columns, 1)
        )  # fmt: skip
        return CollectionDescription(ref, described)

    def _reflected(self, ref: CollectionRef) -> Sequence[Mapping[str, Any]]:
        """Ask the dialect for the columns; where it does not know, ask an empty result for their names."""
        try:
            with self._lent(self._limits.statement_seconds) as connection:
                return sa.inspect(connection).get_columns(ref.name, ref.schema or None)
        except SourceError as error:
            if error.code != "failed":
                raise
        nothing = sa.select(sa.text("*")).select_from(self._table(ref)).where(sa.literal_column("1 = 0"))
        with self._lent(self._limits.statement_seconds) as connection:
            names = list(connection.execute(nothing).keys())
        return [{"name": name, "type": "", "nullable": True} for name in names]

    def _keys(self, ref: CollectionRef) -> tuple[frozenset[str], dict[str, str]]:
        """Return the primary key's columns and where foreign keys lead; many dialects know of neither."""
        schema = ref.schema or None
        try:
            with self._lent(self._limits.statement_seconds) as connection:
                inspector = sa.inspect(connection)
                keys = inspector.get_pk_constraint(ref.name, schema)["constrained_columns"]
                foreign = inspector.get_foreign_keys(ref.name, schema)
        except SourceError as error:
            if error.code != "failed":
                raise
            return frozenset(), {}
        targets = {
            own: ".".join([*_other_schema(key["referred_schema"], ref), key["referred_table"], other])
            for key in foreign
            for own, other in zip(key["constrained_columns"], key["referred_columns"], strict=True)
        }
        return frozenset(keys), targets

    @contextmanager
    def _lent(self, seconds: float) -> Iterator[sa.Connection]:
        """Lend the connection and end its transaction afterwards.

        A failed one would refuse every table after this, and an open one would hold the source's old rows.
        """
        with self._session.use(seconds) as connection:
            try:
                yield connection
            finally:
                if not connection.invalidated:
                    connection.rollback()

    def _table(self, ref: CollectionRef, names: Sequence[str] = ()) -> sa.TableClause:
        return sa.table(ref.name, *map(sa.column, names), schema=ref.schema or None)

    def _select(self, ref: CollectionRef, names: Sequence[str]) -> "sa.Select[Any]":
        table = self._table(ref, names)
        return sa.select(*(table.c[name] for name in names))

    def _batches(
        self, statement: "sa.Select[Any]", names: Sequence[str], rows: int, seconds: float
    ) -> Iterator[pa.RecordBatch]:
        """Stream a statement; every value arrives as text, because each driver has types of its own."""
        distinct = list(unique_names(names))
        with self._lent(seconds) as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=rows).execute(statement)
            for part in result.partitions(rows):
                columns = [
                    [None if cell is None else _text(cell) for cell in column]
                    for column in zip(*part, strict=True)
                ]
                yield pa.RecordBatch.from_arrays(
                    [pa.array(column, pa.string()) for column in columns], names=distinct
                )

    def _open(self) -> sa.Connection:
        """Connect to the checked address itself, so that the driver resolves nothing."""
        dialect = self._guard.dialect(self._spec.options.get("dialect", ""))
        _loaded(dialect)
        self._before = open_sockets()
        failure: DBAPIError | None = None
        for host, port in self._targets():
            url = sa.URL.create(
                dialect, self._spec.user or None, self._spec.password.reveal() or None, host or None, port,
                self._spec.database or None, self._query(),
            )  # fmt: skip
            try:
                return sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True).connect()
            except DBAPIError as error:
                failure = error
        if failure is None:
            raise SourceError("The source names no host.", code="address")
        raise SourceError(
            f"The connection is refused ({_origin(failure)}); check host, port, database, user and password.",
            code="refused",
        )

    def _query(self) -> dict[str, str]:
        name = self._spec.options.get("service_name")
        return {"service_name": name} if name else {}

    def _targets(self) -> Iterator[tuple[str, int | None]]:
        if (
            self._guard.free and not self._spec.host
        ):  # a file, which its driver opens with the caller's rights
            yield "", None
            return
        if not self._spec.host or not self._spec.port:
            raise SourceError("This kind of source needs a host and a port.", code="address")
        for address in self._guard.addresses(self._spec.host, self._spec.port):
            self._peers = frozenset({(str(address), self._spec.port)})
            yield str(address), self._spec.port

    def _cut(self, connection: sa.Connection | None) -> None:
        shut_down(open_sockets() - self._before, self._peers)


def _loaded(dialect: str) -> None:
    """Load the dialect and its driver. Raises SourceError, before anything is said of the address."""
    try:
        sa.make_url(f"{dialect}://").get_dialect().import_dbapi()
    except (NoSuchModuleError, ArgumentError):
        raise unknown_scheme(dialect) from None
    except ImportError:
        raise SourceError(
            f"The driver of {dialect} is not installed; install its Python package beside the product.",
            code="driver_missing",
        ) from None


def _close(connection: sa.Connection) -> None:
    connection.invalidate()
    connection.close()
    connection.engine.dispose()


def _other_schema(name: str | None, ref: CollectionRef) -> list[str]:
    """Return the schema to which a foreign key leads, where it is not the collection's own."""
    return [name] if name and name != ref.schema else []


def _type_name(kind: Any) -> str:
    """Return a type's name; nothing for one that the dialect does not know."""
    return "" if isinstance(kind, sa.types.NullType) else str(kind)


def _origin(error: Exception) -> str:
    """Name the driver's kind of error; its own words may hold values."""
    return type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__


def _text(cell: Any) -> str:
    return cell.hex() if isinstance(cell, bytes | bytearray | memoryview) else str(cell)


def _translate(error: Exception) -> SourceError:
    """Turn SQLAlchemy's errors into ours; the driver's own words may hold values and stay out."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return SourceError("The connection to the server broke off.", code="lost")
    if isinstance(error, OSError):
        return SourceError("The server cannot be reached; check host and port.", code="unreachable")
    return SourceError(f"The server could not answer this ({_origin(error)}).", code="failed")
