"""MariaDB and MySQL through PyMySQL, on a socket that we opened ourselves to a checked address."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pymysql
from pymysql.connections import Connection
from pymysql.constants.CR import CR_SSL_CONNECTION_ERROR
from pymysql.cursors import SSCursor

from catalog.sources.connectors import columns as cells
from catalog.sources.connectors import mysql_sql as sql
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
from catalog.sources.connectors.mysql_errors import translate
from catalog.sources.connectors.sampling import bounded, key_points, shares, unique_names
from catalog.sources.connectors.session import Session
from catalog.sources.connectors.spec import SourceSpec
from catalog.sources.connectors.texts import decoded

_CHUNK = 1_000
_ROWS = 5_000
_POINTS = 20


@dataclass(frozen=True, slots=True)
class _Column:
    """What reading needs to know of one column."""

    name: str
    data_type: str
    column_type: str
    primary_key: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class _Link:
    """A connection, and a second handle on its socket by which it can be cut."""

    connection: "Connection[Any]"
    socket: socket.socket


class _NoClearText:
    """Stands for the log-ins that send the password as it is: only a connection that is encrypted may."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def authenticate(self, _packet: Any) -> Any:
        """Send the password, or break off where anybody on the way could read it."""
        if not self._connection._secure:
            raise pymysql.OperationalError(CR_SSL_CONNECTION_ERROR, "clear text")
        self._connection.write_packet(self._connection.password + b"\0")
        return self._connection._read_packet()


class MySQL(Connector):
    """One read-only session with a MariaDB or MySQL server."""

    def __init__(self, spec: SourceSpec, limits: Limits, guard: Guard) -> None:
        self._spec = spec
        self._limits = limits
        self._guard = guard
        self._opening: socket.socket | None = None
        self._known: dict[tuple[str, str], tuple[_Column, ...]] = {}
        self._session: Session[_Link] = Session(
            self._open,
            close=_close,
            cut=self._cut,
            errors=(pymysql.Error, OSError, pa.ArrowException, UnicodeError, RuntimeError, AttributeError),
            translate=translate,
            connect_seconds=limits.connect_seconds,
        )

    def check(self) -> Checked:
        version = self._rows("SELECT VERSION()")[0][0]
        cipher = self._rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        grants = [row[0].upper() for row in self._rows("SHOW GRANTS")]
        writing = ("ALL PRIVILEGES", "INSERT", "UPDATE", "DELETE", "SUPER")
        may_write = any(word in grant.partition(" ON ")[0] for grant in grants for word in writing)
        local = self._spec.host.startswith("/") or self._spec.host in ("localhost", "127.0.0.1", "::1")
        notes = [("may_write", may_write), ("unencrypted", not local and not (cipher and cipher[0][1]))]
        product = "MariaDB" if "mariadb" in version.casefold() else "MySQL"
        return Checked(product, version.partition("-")[0], tuple(note for note, holds in notes if holds))

    def collections(self) -> Iterator[CollectionRef]:
        only, parameters = (
            ("AND TABLE_SCHEMA = %s", [self._spec.database]) if self._spec.database else ("", [])
        )
        for schema, name, kind, rows in self._rows(sql.COLLECTIONS.format(only=only), parameters):
            yield CollectionRef(schema, name, kind, None if rows is None else int(rows))

    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        for start in range(0, len(refs), _CHUNK):
            yield from self._describe_chunk(refs[start : start + _CHUNK])

    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        known = [column for column in self._columns(ref) if column.readable]
        if not known:
            raise SourceError(f"The account may not read {ref.name}.", code="permission")
        limit = self._limits.sample_rows
        select = ", ".join(
            sql.expression(one.name, one.data_type, self._limits.cell_characters) for one in known
        )
        key, points = self._points(ref, known, seed)
        query = sql.sample_query(sql.table(ref), select, key, points, limit, shares(limit, len(points)))
        with self._session.use(self._limits.statement_seconds + 2):
            found, left_early = bounded(self._batches(query, known, rows=50), _schema(known), self._limits)
        if left_early:
            self._session.drop()
        return found

    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        known = {column.name: column for column in self._columns(ref)}
        missing = [name for name in columns if name not in known]
        if missing:
            raise SourceError(f"{ref.name} has no column {missing[0]!r}.", code="missing")
        wanted = [known[name] for name in columns]
        select = ", ".join(sql.expression(one.name, one.data_type, None) for one in wanted)
        with self._session.use(self._limits.read_seconds) as link:
            _run(link, _timeout(link, 0))
            yield from self._batches(f"SELECT {select} FROM {sql.table(ref)}", wanted, rows=_ROWS)
            _run(link, _timeout(link, self._limits.statement_seconds))

    def close(self) -> None:
        self._session.close()

    def _describe_chunk(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        """Describe some collections with three queries; where that fails, each one alone."""
        queries, parameters = sql.describe_queries(refs)
        try:
            columns, tables, keys = (self._rows(query, parameters) for query in queries)
        except SourceError as error:
            if len(refs) == 1 or error.code in ("timeout", "unreachable", "lost", "credentials"):
                yield from (CollectionDescription.failed(ref, error) for ref in refs)
            else:
                for ref in refs:
                    yield from self._describe_chunk([ref])
            return
        of_table: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for row in columns:
            of_table.setdefault((row[0], row[1]), []).append(row)
        comments = {(row[0], row[1]): "" if "VIEW" in row[3] else row[2] for row in tables}
        targets = {
            (row[0], row[1], row[2]): ".".join(([] if row[3] == row[0] else [row[3]]) + [row[4], row[5]])
            for row in keys
        }
        for ref in refs:
            yield self._description(ref, of_table.get((ref.schema, ref.name), []), comments, targets)

    def _description(
        self,
        ref: CollectionRef,
        rows: list[tuple[Any, ...]],
        comments: dict[tuple[str, str], str],
        targets: dict[tuple[str, str, str], str],
    ) -> CollectionDescription:
        """Put one collection's rows into a description, and keep what reading needs."""
        if not rows:  # a view whose tables are gone or forbidden has a name and no columns
            gone = (ref.schema, ref.name) not in comments
            reason = (
                "is no longer there"
                if gone
                else "cannot be described; its definition refers to what is not readable"
            )
            return CollectionDescription(
                ref, error=f"{ref.name} {reason}.", error_code="missing" if gone else "failed"
            )
        self._known[ref.schema, ref.name] = tuple(
            _Column(
                row[3], row[5].casefold(), row[4].casefold(), row[7] == "PRI", "select" in row[9].casefold()
            )
            for row in rows
        )
        described = tuple(
            DescribedColumn(
                int(row[2]), row[3], row[4], row[6] == "YES", row[7] == "PRI", row[8],
                targets.get((ref.schema, ref.name, row[3])),
            )
            for row in rows
        )  # fmt: skip
        return CollectionDescription(ref, described, comments.get((ref.schema, ref.name), ""))

    def _columns(self, ref: CollectionRef) -> tuple[_Column, ...]:
        """Return what is known of a collection's columns, asked for where it was not described yet."""
        if (ref.schema, ref.name) not in self._known:
            description = next(iter(self._describe_chunk([ref])))
            if description.error:
                raise SourceError(description.error, code=description.error_code)
        return self._known[ref.schema, ref.name]

    def _points(
        self, ref: CollectionRef, known: Sequence[_Column], seed: int
    ) -> tuple[str | None, tuple[int, ...]]:
        """Return a whole-number primary key and seeded points in its range; both are index look-ups."""
        keys = [column for column in self._columns(ref) if column.primary_key]
        whole = len(keys) == 1 and sql.arrow_kind(keys[0].data_type, keys[0].column_type) in (
            "int64",
            "uint64",
        )
        if not whole or keys[0] not in known:
            return None, ()
        key = sql.identifier(keys[0].name)
        low, high = self._rows(f"SELECT MIN({key}), MAX({key}) FROM {sql.table(ref)}")[0]
        if low is None or int(high) - int(low) < self._limits.sample_rows:
            return None, ()
        return key, key_points(int(low), int(high), _POINTS, seed)

    def _rows(self, query: str, parameters: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Run one query of ours and return its rows, every cell as text or None."""
        with (
            self._session.use(self._limits.statement_seconds + 2) as link,
            link.connection.cursor() as cursor,
        ):
            cursor.execute(query, list(parameters) or None)
            return [tuple(None if cell is None else _text(cell) for cell in row) for row in cursor.fetchall()]

    def _batches(self, query: str, columns: Sequence[_Column], rows: int) -> Iterator[pa.RecordBatch]:
        """Stream a query through an unbuffered cursor; each fetch must come within the statement's time."""
        names, kinds = unique_names([one.name for one in columns]), _kinds(columns)
        with self._session.use(self._limits.read_seconds) as link:
            cursor = link.connection.cursor(SSCursor)
            try:
                cursor.execute(query)
                while True:
                    with self._session.use(self._limits.statement_seconds + 2):
                        fetched = cursor.fetchmany(rows)
                        batch = cells.batch(names, kinds, fetched) if fetched else None
                    if batch is None:
                        return
                    yield batch
            finally:
                _abandon(cursor)

    def _open(self) -> _Link:
        """Greet the server, encrypted where it offers that, and make the session read-only and bounded."""
        mode = self._spec.options.get("sslmode", "prefer")
        try:
            link = self._greeted(_tls(mode))
        except pymysql.OperationalError as error:
            if mode != "prefer" or error.args[0] != CR_SSL_CONNECTION_ERROR:
                raise
            link = self._greeted(None)
        for statement in (
            "SET SESSION TRANSACTION READ ONLY",
            _timeout(link, self._limits.statement_seconds),
            f"SET SESSION lock_wait_timeout = {max(1, round(self._limits.lock_seconds))}",
            "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
        ):
            _run(link, statement)
        return link

    def _greeted(self, tls: ssl.SSLContext | None) -> _Link:
        """Log in on a socket of our own; the driver never resolves a name or opens a file."""
        connection = Connection(
            host=self._spec.host, user=self._spec.user, password=self._spec.password.reveal().encode(),
            database=self._spec.database or None, charset="utf8mb4", use_unicode=False, conv={}, autocommit=True,
            defer_connect=True, local_infile=False, connect_timeout=round(self._limits.connect_seconds),
            ssl=tls, program_name="customer-data-catalog",
            auth_plugin_map={"mysql_clear_password": _NoClearText, "dialog": _NoClearText},
        )  # fmt: skip
        own = self._connected()
        self._opening = own.dup()  # TLS takes the first one away; this one can still end the conversation
        connection.connect(own)
        return _Link(connection, self._opening)

    def _connected(self) -> socket.socket:
        """Return a socket that is connected to one of the guard's addresses."""
        seconds = self._limits.connect_seconds
        if self._spec.host.startswith("/"):
            folder, _, name = self._spec.host.rpartition("/")
            one = socket.socket(socket.AF_UNIX)
            one.settimeout(seconds)
            one.connect(f"{self._guard.socket_folder(folder)}/{name}")
            return one
        failure: OSError | None = None
        for address in self._guard.addresses(self._spec.host, self._spec.port or 3306):
            try:
                return socket.create_connection((str(address), self._spec.port or 3306), seconds)
            except OSError as error:
                failure = error
        raise failure or SourceError("The host's name has no address.", code="unresolved")

    def _cut(self, link: _Link | None) -> None:
        """End the socket of a connection, or of one that is just being opened."""
        one = link.socket if link else self._opening
        if one is not None:
            with suppress(OSError):  # it had ended by itself
                one.shutdown(socket.SHUT_RDWR)


def _close(link: _Link) -> None:
    """Free a connection; its socket is cut first, so that nothing waits for the server."""
    with suppress(OSError):
        link.socket.shutdown(socket.SHUT_RDWR)
    link.socket.close()
    link.connection.close()


def _run(link: _Link, statement: str) -> None:
    with link.connection.cursor() as cursor:
        cursor.execute(statement)


def _timeout(link: _Link, seconds: float) -> str:
    """Return the statement that bounds a statement's time; the two products call it differently."""
    if "mariadb" in str(link.connection.get_server_info()).casefold():  # type: ignore[no-untyped-call]
        return f"SET SESSION max_statement_time = {seconds:.3f}"
    return f"SET SESSION max_execution_time = {int(seconds * 1000)}"


def _abandon(cursor: Any) -> None:
    """Let go of an unread result; closing the cursor the usual way would read it to its end."""
    if cursor._result is not None:
        cursor._result.unbuffered_active, cursor._result.connection = False, None
    cursor.connection = None


def _tls(mode: str) -> ssl.SSLContext | None:
    """Return how to encrypt: "prefer" and "require" take any certificate, as libpq does."""
    if mode == "disable":
        return None
    context = ssl.create_default_context()
    context.check_hostname = mode == "verify-full"
    if mode in ("prefer", "require"):
        context.verify_mode = ssl.CERT_NONE
    return context


def _kinds(columns: Sequence[_Column]) -> list[str]:
    return [sql.arrow_kind(one.data_type, one.column_type) for one in columns]


def _schema(columns: Sequence[_Column]) -> pa.Schema:
    return cells.schema(unique_names([one.name for one in columns]), _kinds(columns))


def _text(cell: Any) -> str:
    return decoded(cell) if isinstance(cell, bytes) else str(cell)
