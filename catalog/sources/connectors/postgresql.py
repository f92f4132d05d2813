"""PostgreSQL through ADBC: catalogue queries in bulk, samples by pages, streams by COPY."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Any

import adbc_driver_manager.dbapi as adbc
import adbc_driver_postgresql.dbapi as driver
import pyarrow as pa

from catalog.sources.connectors import postgresql_sql as sql
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
from catalog.sources.connectors.postgresql_errors import translate
from catalog.sources.connectors.sampling import bounded
from catalog.sources.connectors.session import Session, open_sockets, shut_down
from catalog.sources.connectors.spec import SourceSpec
from catalog.sources.connectors.texts import repaired_batch

_CHUNK = 500
_BATCH_BYTES = "adbc.postgresql.batch_size_hint_bytes"
# Which sockets are ours is seen by comparing before and after; two openings must not mix.
_OPENING = threading.Lock()


@dataclass(slots=True)
class _Link:
    """A driver's connection and the sockets that it opened."""

    connection: adbc.Connection
    sockets: frozenset[int]


class PostgreSQL(Connector):
    """One read-only session with a PostgreSQL database."""

    def __init__(self, spec: SourceSpec, limits: Limits, guard: Guard) -> None:
        self._spec = spec
        self._limits = limits
        self._guard = guard
        self._peers: frozenset[tuple[str, int] | str] = frozenset()
        self._before: frozenset[int] = frozenset()
        self._known: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._asked: set[int] = set()
        self._sizes: dict[int, dict[str, Any]] = {}
        self._session: Session[_Link] = Session(
            self._open,
            close=_close,
            cut=self._cut,
            errors=(adbc.Error, pa.ArrowException, OSError),
            translate=translate,
            connect_seconds=limits.connect_seconds,
        )

    def check(self) -> Checked:
        row = self._rows(sql.CHECK)[0]
        notes = [
            note
            for note, holds in (
                ("superuser", row["superuser"]),
                ("may_write", row["may_write"] and not row["superuser"]),
                (
                    "unencrypted",
                    not row["encrypted"] and bool(self._peers) and not self._is_local(),
                ),
                ("tables_without_permission", row["hidden"]),
            )
            if holds
        ]
        return Checked("PostgreSQL", row["version"], tuple(notes))

    def collections(self) -> Iterator[CollectionRef]:
        for row in self._rows(sql.COLLECTIONS):
            yield CollectionRef(row["schema"], row["name"], row["kind"], row["rows"])

    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        for start in range(0, len(refs), _CHUNK):
            yield from self._describe_chunk(refs[start : start + _CHUNK])

    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        known = self._columns(ref)
        columns = [row for row in known if row["readable"]]
        if not known:
            return pa.table({})
        if not columns:
            raise SourceError(f"The account may not read {ref.name}.", code="permission")
        select = self._select(columns, self._limits.cell_characters)
        size = self._size(ref, known[0]["oid"])
        if len(columns) < len(known):  # a right on single columns does not reach the row's address
            size = {**size, "relkind": "v"}
        limit = self._limits.sample_rows
        query = sql.sample_query(ref, select, size["relkind"], size["pages"], size["rows"], limit, seed)
        try:
            found = self._small_table(query)
        except SourceError as error:
            if error.code != "unsupported":  # a storage of its own kind has no pages to sample
                raise
            found = self._small_table(sql.sample_query(ref, select, "v", 0, 0, limit, seed))
        if found.num_rows == 0 and size["pages"] > 0:  # the pages drawn were empty
            found = self._small_table(sql.sample_query(ref, select, "v", 0, 0, limit, seed))
        return found

    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        known = {row["name"]: row for row in self._columns(ref)}
        missing = [name for name in columns if name not in known]
        if missing:
            raise SourceError(f"{ref.name} has no column {missing[0]!r}.", code="missing")
        select = self._select([known[name] for name in columns], None)
        yield from self._stream(f"SELECT {select} FROM {sql.table(ref)}")

    def close(self) -> None:
        self._session.close()

    def _describe_chunk(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        """Describe some collections together; where that fails, each one alone."""
        try:
            rows = self._rows(sql.columns_query(refs))
            oids = sorted({row["oid"] for row in rows})
            keys = self._rows(sql.references_query(oids)) if oids else []
        except SourceError as error:
            if len(refs) == 1 or error.code in (
                "timeout",
                "unreachable",
                "lost",
                "credentials",
            ):
                yield from (CollectionDescription.failed(ref, error) for ref in refs)
            else:
                for ref in refs:
                    yield from self._describe_chunk([ref])
            return
        targets = {
            (key["oid"], key["position"]): ".".join(
                ([] if key["same_schema"] else [key["schema"]]) + [key["name"], key["column"]]
            )
            for key in reversed(keys)
        }
        of_place: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            of_place.setdefault(row["place"], []).append(row)
        for place, ref in enumerate(refs):
            yield self._description(ref, of_place.get(place, []), targets)

    def _description(
        self,
        ref: CollectionRef,
        rows: list[dict[str, Any]],
        targets: dict[tuple[int, int], str],
    ) -> CollectionDescription:
        """Put one collection's rows into a description, and keep them for sampling and reading."""
        if not rows:
            return CollectionDescription(ref, error=f"{ref.name} is no longer there.", error_code="missing")
        columns = [row for row in rows if row["position"] is not None]
        self._known[ref.schema, ref.name] = columns
        described = tuple(
            DescribedColumn(
                row["position"],
                row["name"],
                row["type"].removeprefix("public."),
                row["nullable"],
                row["primary_key"],
                row["comment"],
                targets.get((row["oid"], row["position"])),
            )
            for row in columns
        )
        return CollectionDescription(ref, described, rows[0]["table_comment"])

    def _columns(self, ref: CollectionRef) -> list[dict[str, Any]]:
        """Return what is known of a collection's columns, asked for where it was not described yet."""
        if (ref.schema, ref.name) not in self._known:
            description = next(iter(self._describe_chunk([ref])))
            if description.error:
                raise SourceError(description.error, code=description.error_code)
        return self._known[ref.schema, ref.name]

    def _size(self, ref: CollectionRef, oid: int) -> dict[str, Any]:
        """Return a table's pages and rows: those of all described tables are asked for together, once."""
        wanted = [
            rows[0]["oid"] for rows in self._known.values() if rows and rows[0]["oid"] not in self._asked
        ]
        self._asked.update(wanted)
        if len(wanted) > 1:
            # A locked table among them makes all of them wait in vain; each is then asked for alone
            with suppress(SourceError):
                self._sizes |= {row["oid"]: row for row in self._rows(sql.sizes_query(wanted))}
        found = self._sizes.pop(oid, None)  # taken once: a later sample sees the table's size of its time
        return found or self._rows(sql.size_query(ref))[0]

    def _select(self, columns: Sequence[dict[str, Any]], characters: int | None) -> str:
        return ", ".join(
            sql.expression(row["name"], row["base_type"], row["base_kind"], characters) for row in columns
        )

    def _rows(self, query: str) -> list[dict[str, Any]]:
        """Run one query of ours and return its rows as dictionaries."""
        with (
            self._session.use(self._limits.statement_seconds + 2) as link,
            link.connection.cursor() as cursor,
        ):
            cursor.execute(query)
            table = cursor.fetch_arrow_table()
            rows: list[dict[str, Any]] = []
            for batch in table.to_batches():
                rows += repaired_batch(batch).to_pylist()
            return rows

    def _small_table(self, query: str) -> pa.Table:
        """Run a sample's query; a stream that was left early is cut, not read to its end."""
        with (
            self._session.use(self._limits.statement_seconds + 2) as link,
            link.connection.cursor() as cursor,
        ):
            cursor.adbc_statement.set_options(**{_BATCH_BYTES: str(1024 * 1024)})
            cursor.execute(query)
            reader = _reader(cursor)
            schema = reader.schema.remove_metadata()
            found, left_early = bounded(map(repaired_batch, reader), schema, self._limits, cells_cut=True)
            if left_early:  # reading the rest only to throw it away would take the server's time
                self._cut(link)
        if left_early:
            self._session.drop()
        return found

    def _stream(self, query: str) -> Iterator[pa.RecordBatch]:
        """Stream a query's batches; each must come within the statement's time, whatever the reader does between."""
        with self._session.use(self._limits.read_seconds) as link:
            cursor = link.connection.cursor()
            try:
                cursor.execute("SELECT set_config('statement_timeout', '0', false)")
                cursor.fetchall()
                with self._session.use(self._limits.statement_seconds):
                    cursor.execute(query)
                    reader = _reader(cursor)
                while True:
                    with self._session.use(self._limits.statement_seconds):
                        batch = next(reader, None)
                    if batch is None:
                        break
                    yield repaired_batch(batch)
                cursor.execute(self._settings())
                cursor.fetchall()
            except GeneratorExit:
                self._cut(link)
                raise
            finally:
                cursor.close()

    def _open(self) -> _Link:
        """Connect to the first of the guard's addresses that answers."""
        failure: Exception | None = None
        for host, address, peer in self._targets():
            with _OPENING:
                self._before, self._peers = open_sockets(), frozenset({peer})
                try:
                    connection = driver.connect(self._conninfo(host, address), autocommit=True)
                except adbc.Error as error:
                    failure = error
                    if translate(error).code not in ("unreachable", "lost"):
                        break
                    continue
                link = _Link(connection, open_sockets() - self._before)
            with connection.cursor() as cursor:
                cursor.execute(self._settings())
                cursor.fetchall()
            return link
        if failure is None:
            raise SourceError("The host's name has no address.", code="unresolved")
        raise failure

    def _targets(self) -> Iterator[tuple[str, str, tuple[str, int] | str]]:
        """Yield host, address to connect to, and how the socket's peer will then be called."""
        port = self._spec.port or 5432
        if self._spec.host.startswith("/"):
            folder = self._guard.socket_folder(self._spec.host)
            yield folder, "", f"{folder}/.s.PGSQL.{port}"
            return
        for address in self._guard.addresses(self._spec.host, port):
            inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
            yield self._spec.host, str(address), (str(inner or address), port)

    def _conninfo(self, host: str, address: str) -> str:
        """Build libpq's connection string: only what we name, nothing of the process's own account."""
        seconds = max(2, round(self._limits.connect_seconds))
        words = {
            "host": host, "hostaddr": address, "port": str(self._spec.port or 5432), "user": self._spec.user,
            "password": self._spec.password.reveal(), "dbname": self._spec.database or "postgres",
            "connect_timeout": str(seconds), "client_encoding": "UTF8", "application_name": "customer-data-catalog",
            "gssencmode": "disable", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": str(int(self._limits.statement_seconds * 1000)), **self._spec.options,
        }  # fmt: skip
        if words.get("sslmode", "prefer") in ("prefer", "disable"):
            words["require_auth"] = "!password"  # never in clear text where anybody on the way could read it
        if words.get("sslmode") in ("verify-ca", "verify-full"):
            words["sslrootcert"] = "system"
            words["sslmode"] = "verify-full"  # libpq allows the system's roots with the strictest mode only
        if not self._guard.free:
            words |= {"passfile": "/dev/null/none", "sslcertmode": "disable"}
        return " ".join(f"{word}={_quoted(value)}" for word, value in words.items() if value)

    def _settings(self) -> str:
        """Return the statement that makes a session read-only and bounded in time."""
        settings = {
            "default_transaction_read_only": "on",
            "statement_timeout": str(int(self._limits.statement_seconds * 1000)),
            "lock_timeout": str(int(self._limits.lock_seconds * 1000)),
            "idle_in_transaction_session_timeout": str(int(self._limits.read_seconds * 1000)),
            "search_path": "pg_catalog",
            "standard_conforming_strings": "on",
            "row_security": "on",
            "DateStyle": "ISO, YMD",
            "IntervalStyle": "iso_8601",
            "bytea_output": "hex",
        }
        parts = (
            f"set_config('{name}', '{value}', false) AS c{place}"
            for place, (name, value) in enumerate(settings.items())
        )
        # A database without an encoding holds anything; it is taken as it is and repaired here.
        encoding = "CASE current_setting('server_encoding') WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END"
        return f"SELECT {', '.join(parts)}, set_config('client_encoding', {encoding}, false) AS encoding"

    def _cut(self, link: _Link | None) -> None:
        """End the sockets of a connection, or of one that is just being opened."""
        shut_down(link.sockets if link else open_sockets() - self._before, self._peers)

    def _is_local(self) -> bool:
        return all(isinstance(peer, str) or peer[0] in ("127.0.0.1", "::1") for peer in self._peers)


def _reader(cursor: Any) -> Any:
    """Return a result's reader. The public one loses the SQLSTATE of errors that come while streaming."""
    return cursor._results.reader


def _quoted(value: str) -> str:
    """Quote a value for libpq's connection string."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _close(link: _Link) -> None:
    link.connection.close()
