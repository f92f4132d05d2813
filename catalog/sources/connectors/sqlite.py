"""SQLite files, opened so that nothing is written and no other file is reached."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from catalog.sources.connectors import columns as cells
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
from catalog.sources.connectors.sampling import bounded, key_points, shares, unique_names
from catalog.sources.connectors.spec import SourceSpec
from catalog.sources.connectors.texts import decoded

_POINTS = 20
_ROWS = 10_000
# How many steps of SQLite's machine pass between two looks at the clock.
_STEPS = 10_000
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_PRAGMAS = frozenset({"table_xinfo", "foreign_key_list", "schema_version", "journal_mode"})
_HEADER = b"SQLite format 3\0"

_COLLECTIONS = """
SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY name
"""


class SQLite(Connector):
    """One read-only session with a SQLite file."""

    def __init__(self, spec: SourceSpec, limits: Limits, guard: Guard) -> None:
        self._limits = limits
        self._guard = guard
        self._asked = spec.path
        self._until = float("inf")
        self._closed = False
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def check(self) -> Checked:
        found = self._rows("SELECT count(*) FROM sqlite_master")[0][0]
        return Checked("SQLite", sqlite3.sqlite_version, () if found else ("empty",))

    def collections(self) -> Iterator[CollectionRef]:
        for name, kind in self._rows(_COLLECTIONS):
            yield CollectionRef("", _text(name), _text(kind))

    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        for ref in refs:
            try:
                yield CollectionDescription(ref, self._columns(ref))
            except SourceError as error:
                yield CollectionDescription.failed(ref, error)

    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        names = [column.name for column in self._columns(ref)]
        characters = self._limits.cell_characters
        # Numbers stay numbers; substr() makes text of them, so only text and bytes are cut.
        select = ", ".join(
            f"CASE typeof({one}) WHEN 'text' THEN substr({one}, 1, {characters}) "
            f"WHEN 'blob' THEN substr({one}, 1, {characters}) ELSE {one} END"
            for one in map(identifier, names)
        )
        rows = self._rows(self._sample_query(ref, select, seed))
        declared = [_declared_kind(column.type) for column in self._columns(ref)]
        cells_of = zip(*rows, strict=True) if rows else ([()] * len(names))
        kinds = [_kind_of(column, kind) for column, kind in zip(cells_of, declared, strict=True)]
        batch = cells.batch(unique_names(names), kinds, rows)
        return bounded(iter(_slices(batch)), batch.schema, self._limits)[0]

    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        known = {column.name: column for column in self._columns(ref)}
        missing = [name for name in columns if name not in known]
        if missing:
            raise SourceError(f"{ref.name} has no column {missing[0]!r}.", code="missing")
        kinds = self._kinds(ref, [known[name] for name in columns])
        names = unique_names(list(columns))
        select = ", ".join(map(identifier, columns))
        with self._session(self._limits.read_seconds) as connection:
            cursor = connection.execute(f"SELECT {select} FROM {identifier(ref.name)}")
            while rows := cursor.fetchmany(_ROWS):
                yield cells.batch(names, kinds, rows)

    def close(self) -> None:
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                if self._connection is not None:
                    self._connection.close()
                    self._connection = None
            finally:
                self._lock.release()
        elif (connection := self._connection) is not None:
            connection.interrupt()

    def _columns(self, ref: CollectionRef) -> tuple[DescribedColumn, ...]:
        """Describe one table; a view whose tables are gone raises SourceError."""
        name = identifier(ref.name)
        rows = self._rows(f"PRAGMA table_xinfo({name})")
        if not rows:
            raise SourceError(f"{ref.name} is no longer there.", code="missing")
        keys = self._rows(f"PRAGMA foreign_key_list({name})")
        targets = {
            _text(own): f"{_text(table)}.{_text(other) if other is not None else 'rowid'}"
            for _, _, table, own, other, *_ in keys
        }
        return tuple(
            DescribedColumn(
                place + 1, _text(column), _text(kind), not required, bool(key), "", targets.get(_text(column))
            )
            for place, column, kind, required, _, key, hidden in rows
            if hidden != 1
        )

    def _kinds(self, ref: CollectionRef, columns: Sequence[DescribedColumn]) -> list[str]:
        """Return the Arrow kind of each column: its declared one where every value keeps to it, else text."""
        declared = [_declared_kind(column.type) for column in columns]
        checks = ", ".join(
            f"MAX(typeof({identifier(column.name)}) NOT IN ({_STORED[kind]}))"
            for column, kind in zip(columns, declared, strict=True)
            if kind in _STORED
        )
        if not checks:
            return declared
        found = iter(self._rows(f"SELECT {checks} FROM {identifier(ref.name)}", self._limits.read_seconds)[0])
        return ["text" if kind in _STORED and next(found) else kind for kind in declared]

    def _sample_query(self, ref: CollectionRef, select: str, seed: int) -> str:
        """Return a query over some rows after seeded points of the row number, where there is one."""
        name, limit = identifier(ref.name), self._limits.sample_rows
        plain = f"SELECT {select} FROM {name} LIMIT {limit}"
        if ref.kind != "table":
            return plain
        try:
            low, high = self._rows(
                f"SELECT (SELECT min(rowid) FROM {name}), (SELECT max(rowid) FROM {name})"
            )[0]
        except SourceError as error:
            if error.code != "failed":  # WITHOUT ROWID
                raise
            return plain
        if not isinstance(low, int) or not isinstance(high, int) or high - low < limit:
            return plain
        points = key_points(low, high, _POINTS, seed)
        each = shares(limit, len(points))
        parts = (
            f"SELECT * FROM (SELECT {select} FROM {name} WHERE rowid >= {point}"
            + (f" AND rowid < {following}" if following is not None else "")
            + f" ORDER BY rowid LIMIT {each})"
            for point, following in zip(points, [*points[1:], None], strict=True)
        )
        return " UNION ALL ".join(parts) + f" LIMIT {limit}"

    def _rows(self, query: str, seconds: float | None = None) -> list[tuple[Any, ...]]:
        with self._session(seconds or self._limits.statement_seconds) as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def _session(self, seconds: float) -> Iterator[sqlite3.Connection]:
        """Lend the connection for at most `seconds`, and translate what SQLite says."""
        with self._lock:
            outer, self._until = self._until, time.monotonic() + seconds
            try:
                if self._closed:
                    raise SourceError("The session has been closed.", code="lost")
                if self._connection is None:
                    self._connection = self._open()
                yield self._connection
            except (sqlite3.Error, OverflowError) as error:
                raise self._translated(error) from None
            finally:
                self._until = outer

    def _open(self) -> sqlite3.Connection:
        """Open the file read-only, after a look at its first bytes through the guard."""
        number = self._guard.open_file(self._asked)
        try:
            header = os.read(number, 100)
        finally:
            os.close(number)
        path = self._guard.path(self._asked)
        if header and not header.startswith(_HEADER):
            raise SourceError("This is not a SQLite file.", code="broken_file")
        # A write-ahead log that exists must be read with it; where none does, opening the file the
        # usual way would create one beside it, which a reader must not.
        wal = Path(f"{path}-wal")
        quiet = len(header) > 19 and header[18] == 2 and not (wal.exists() and wal.stat().st_size)
        uri = f"file:{quote(path)}?mode=ro{'&immutable=1' if quiet else ''}"
        connection = sqlite3.connect(
            uri, uri=True, timeout=self._limits.lock_seconds, check_same_thread=False, isolation_level=None
        )
        connection.text_factory = bytes
        for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_progress_handler(lambda: time.monotonic() > self._until or self._closed, _STEPS)
        connection.set_authorizer(_authorise)
        return connection

    def _translated(self, error: Exception) -> SourceError:
        """Say what went wrong without SQLite's own words, which may quote the file's."""
        name = getattr(error, "sqlite_errorname", "") or type(error).__name__
        for prefix, code, sentence in _ERRORS:
            if name.startswith(prefix):
                return SourceError(sentence, code=code)
        return SourceError(f"SQLite could not answer this ({name}).", code="failed")


_ERRORS = (
    ("SQLITE_INTERRUPT", "timeout", "The file could not be read in the time allowed."),
    ("SQLITE_BUSY", "timeout", "The file is locked by somebody else."),
    ("SQLITE_NOTADB", "broken_file", "This is not a SQLite file, or it is encrypted."),
    ("SQLITE_CORRUPT", "broken_file", "The file is damaged."),
    ("SQLITE_TOOBIG", "too_large", "A value is larger than can be read."),
    ("SQLITE_CANTOPEN", "permission", "The file cannot be opened."),
    ("SQLITE_READONLY", "permission", "The file waits for a repair that only its own program may do."),
    ("SQLITE_AUTH", "unsupported", "The view uses something that is not allowed here."),
    ("SQLITE_ERROR", "failed", "SQLite cannot answer this; a view may refer to what is not there."),
    ("SQLITE_IOERR", "broken_file", "The file could not be read."),
)

_STORED = {"int64": "'integer', 'null'", "float64": "'real', 'integer', 'null'", "binary": "'blob', 'null'"}


def identifier(name: str) -> str:
    """Quote a name."""
    return '"' + name.replace('"', '""') + '"'


def _authorise(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow reading and our own questions; deny attaching files, writing and loading code."""
    if action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _declared_kind(declared: str) -> str:
    """Return the Arrow kind that a declared type promises, by SQLite's own affinity rules."""
    word = declared.upper()
    if "INT" in word and "POINT" not in word:
        return "int64"
    if any(part in word for part in ("CHAR", "CLOB", "TEXT")):
        return "text"
    if "BLOB" in word:
        return "binary"
    return "float64" if any(part in word for part in ("REAL", "FLOA", "DOUB")) else "text"


def _kind_of(values: Sequence[Any], declared: str) -> str:
    """Return the Arrow kind of values that SQLite really gave (text comes as bytes here, too)."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "int64"
    if kinds and kinds <= {int, float}:
        return "float64"
    return declared if not kinds or (declared == "binary" and kinds == {bytes}) else "text"


def _slices(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
    return [batch.slice(start, 20) for start in range(0, batch.num_rows, 20)]


def _text(cell: Any) -> str:
    return decoded(cell) if isinstance(cell, bytes) else str(cell if cell is not None else "")
