"""The interface that every kind of source implements; all of it is read-only."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import pyarrow as pa

CODES = frozenset(
    {
        "address", "address_closed", "unresolved", "path_closed", "dialect_closed", "option", "driver_missing",
        "unreachable", "refused", "credentials", "tls", "database_missing", "lost", "timeout",
        "permission", "missing", "broken_file", "too_large", "encoding", "unsupported", "failed",
        "ragged", "quote", "not_json", "mixed_encoding",
    }
)  # fmt: skip


class SourceError(Exception):
    """A source, or one collection of it, could not be used.

    The message is one sentence for a person and holds no value, no password and no full address.
    `code` is a stable key from CODES; pages translate it, the message stays as the detail.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Tolerated:
    """Faults of a collection with which it could be read all the same; a sentence and a code as of SourceError."""

    message: str
    code: str


TOLERATED = frozenset({"ragged", "quote", "not_json", "mixed_encoding"})
"""The codes of such faults: the columns are known and were judged by the values that could be read."""


@dataclass(frozen=True, slots=True)
class CollectionRef:
    """A table, view or file of a source; `schema` is "" where the system has none."""

    schema: str
    name: str
    kind: str = "table"
    rows_estimated: int | None = None


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """One column: its place, the system's own type name, comment and foreign-key target.

    `references` is "table.column" (or "schema.table.column" outside the column's own schema).
    """

    position: int
    name: str
    type: str
    nullable: bool = True
    primary_key: bool = False
    comment: str = ""
    references: str | None = None


@dataclass(frozen=True, slots=True)
class CollectionDescription:
    """What a system says of one collection. `error` is set where it could not be described, with its code."""

    ref: CollectionRef
    columns: tuple[DescribedColumn, ...] = ()
    comment: str = ""
    error: str | None = None
    error_code: str = ""

    @classmethod
    def failed(cls, ref: CollectionRef, error: SourceError) -> Self:
        """Return the description of a collection that could not be described."""
        return cls(ref, error=str(error), error_code=error.code)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a session may cost the source, and us. Times in seconds, sizes in bytes.

    `read_seconds` bounds a whole stream; between two of its batches `statement_seconds` counts.
    `unpacked_bytes` bounds what a compressed file may unpack to where it must be held in memory.
    """

    connect_seconds: float = 10
    statement_seconds: float = 30
    sample_rows: int = 200
    sample_bytes: int = 8 * 1024 * 1024
    cell_characters: int = 2_000
    file_bytes: int = 2 * 1024**3
    lock_seconds: float = 5
    read_seconds: float = 4 * 3600
    unpacked_bytes: int = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a successful check: what answered, and what is to be known of the account.

    `notes` are keys: "superuser", "may_write", "unencrypted", "tables_without_permission",
    "files_ignored", "empty".
    """

    product: str
    version: str
    notes: tuple[str, ...] = field(default_factory=tuple)


class Connector(ABC):
    """One read-only session with a source. Use as a context manager."""

    @abstractmethod
    def check(self) -> Checked:
        """Connect and say what answered. Raises SourceError."""

    @abstractmethod
    def collections(self) -> Iterator[CollectionRef]:
        """List the collections that the account can see. Raises SourceError."""

    @abstractmethod
    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        """Describe collections in bulk, in order; a failure stands in its own description's `error`."""

    @abstractmethod
    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        """Return at most `sample_rows` rows, the same ones for the same seed and data.

        Never scans a whole big table. Cells longer than `cell_characters` are cut. Raises SourceError.
        """

    def tolerated(self, ref: CollectionRef) -> Tolerated | None:
        """Return what the last sample of this collection had to leave out or to guess."""
        return None

    @abstractmethod
    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Stream the asked columns, in the asked order, with flat memory. Raises SourceError."""

    @abstractmethod
    def close(self) -> None:
        """End the session; safe to call twice, also while another thread waits in it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
