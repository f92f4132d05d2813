"""A folder of CSV, JSONL, Parquet and Excel files; every link is resolved, every file checked as opened."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import BinaryIO

import pyarrow as pa

from catalog.sources.connectors.base import (
    Checked,
    CollectionDescription,
    CollectionRef,
    Connector,
    Limits,
    SourceError,
    Tolerated,
)
from catalog.sources.connectors.files.base import FileFormat, OpenedFile
from catalog.sources.connectors.files.csv_file import CsvFile
from catalog.sources.connectors.files.excel_file import ExcelSheet, sheet_names
from catalog.sources.connectors.files.jsonl_file import JsonlFile
from catalog.sources.connectors.files.parquet_file import ParquetFile
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.spec import SourceSpec

_FORMATS: dict[str, Callable[[OpenedFile, Limits, str], FileFormat]] = {
    ".csv": CsvFile,
    ".tsv": CsvFile,
    ".jsonl": JsonlFile,
    ".ndjson": JsonlFile,
    ".parquet": ParquetFile,
    ".xlsx": ExcelSheet,
    ".xlsm": ExcelSheet,
}
_PACKED = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
_EXCEL = frozenset({".xlsx", ".xlsm"})
_FILES = 20_000
_DEPTH = 20


class Folder(Connector):
    """One session with a folder, or with a single file."""

    def __init__(self, spec: SourceSpec, limits: Limits, guard: Guard) -> None:
        self._asked = spec.path or "/"
        self._limits = limits
        self._guard = guard
        self._closed = False
        self._format = lru_cache(maxsize=4)(self._new_format)

    def check(self) -> Checked:
        notes: set[str] = set()
        found = ignored = 0
        for path in self._files():
            known = _suffix(path) in _FORMATS
            found, ignored = found + known, ignored + (not known)
        notes |= {"files_ignored"} if ignored else set()
        notes |= set() if found else {"empty"}
        return Checked("Folder", f"{found}", tuple(sorted(notes)))

    def collections(self) -> Iterator[CollectionRef]:
        for path in self._files():
            suffix = _suffix(path)
            if suffix not in _FORMATS:
                continue
            schema, name = str(PurePosixPath(path).parent).removeprefix("."), PurePosixPath(path).name
            if suffix not in _EXCEL:
                yield CollectionRef(schema, name, "file")
                continue
            try:
                sheets = sheet_names(self._opened(path), self._limits.unpacked_bytes)
            except SourceError:  # its description will say what is wrong
                yield CollectionRef(schema, name, "file")
                continue
            yield from (CollectionRef(schema, f"{name}#{sheet}", "sheet") for sheet in sheets)

    def describe(self, refs: Sequence[CollectionRef]) -> Iterator[CollectionDescription]:
        for ref in refs:
            try:
                file = self._format(ref.schema, ref.name)
                columns, rows = file.columns(), file.rows_estimated()
            except SourceError as error:
                yield CollectionDescription.failed(ref, error)
                continue
            yield CollectionDescription(CollectionRef(ref.schema, ref.name, ref.kind, rows), columns)

    def sample(self, ref: CollectionRef, *, seed: int = 0) -> pa.Table:
        return self._format(ref.schema, ref.name).sample(seed)

    def tolerated(self, ref: CollectionRef) -> Tolerated | None:
        return self._format(ref.schema, ref.name).dirt.told()

    def read(self, ref: CollectionRef, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        for batch in self._new_format(ref.schema, ref.name).read(columns):
            if self._closed:
                raise SourceError("The session has been closed.", code="lost")
            yield batch

    def close(self) -> None:
        self._closed = True
        self._format.cache_clear()

    def _new_format(self, schema: str, name: str) -> FileFormat:
        """Return the format of a collection's file."""
        file_name, part = _parted(name)
        if ".." in PurePosixPath(schema).parts or "/" in file_name or file_name == "..":
            raise SourceError("A file's name leads out of its folder.", code="path_closed")
        suffix = _suffix(file_name)
        if suffix not in _FORMATS:
            raise SourceError("This kind of file is not read.", code="unsupported")
        return _FORMATS[suffix](
            self._opened(f"{schema}/{file_name}" if schema else file_name), self._limits, part
        )

    def _opened(self, path: str) -> OpenedFile:
        """Check a file of the folder and return how to open it."""
        root = self._root()
        whole = root if os.path.isfile(root) else os.path.join(root, path)
        number = self._guard.open_file(whole)
        size = os.fstat(number).st_size
        os.close(number)

        def open_it() -> BinaryIO:
            return os.fdopen(self._guard.open_file(whole), "rb")

        name = PurePosixPath(path).name
        return OpenedFile(name, size, name.casefold().endswith(".gz"), open_it)

    def _root(self) -> str:
        """Return the real place of the folder."""
        if self._closed:
            raise SourceError("The session has been closed.", code="lost")
        real = self._guard.path(self._asked)
        if not os.path.exists(real):
            raise SourceError("There is no such folder or file.", code="missing")
        if os.path.isfile(real) and _suffix(real) not in _FORMATS:
            known = ", ".join(_FORMATS)
            raise SourceError(f"This kind of file is not read; there are {known}.", code="unsupported")
        return real

    def _files(self) -> Iterator[str]:
        """Yield the files below the folder as relative paths, sorted; linked folders are entered once."""
        root = self._root()
        if os.path.isfile(root):
            yield os.path.basename(root)
            return
        waiting, seen, count = [(root, "", 0)], {root}, 0
        while waiting:
            folder, relative, depth = waiting.pop()
            for entry in self._entries(folder, relative):
                path = f"{relative}{entry.name}"
                if not entry.is_dir():
                    count += 1
                    if count > _FILES:
                        raise SourceError(f"The folder holds more than {_FILES} files.", code="too_large")
                    yield path
                elif (
                    depth < _DEPTH
                    and (real := os.path.realpath(entry.path)) not in seen
                    and self._may_enter(real)
                ):
                    seen.add(real)
                    waiting.append((real, f"{path}/", depth + 1))

    def _entries(self, folder: str, relative: str) -> list["os.DirEntry[str]"]:
        """List one folder; the top one must be readable, one below that is not is left out."""
        try:
            with os.scandir(folder) as found:
                return sorted(
                    (one for one in found if not one.name.startswith(".")), key=lambda one: one.name
                )
        except OSError as error:
            if relative:
                return []
            code = "permission" if isinstance(error, PermissionError) else "missing"
            raise SourceError(f"The folder cannot be read ({error.strerror}).", code=code) from None

    def _may_enter(self, real: str) -> bool:
        try:
            self._guard.path(real)
        except SourceError:
            return False
        return True


def _suffix(name: str) -> str:
    """Return a file's format by its name; a packed one counts as what is inside."""
    low = name.casefold()
    if low.endswith(".gz"):
        inner = os.path.splitext(low[:-3])[1]
        return inner if inner in _PACKED else ".gz"
    return os.path.splitext(low)[1]


def _parted(name: str) -> tuple[str, str]:
    """Split "book.xlsx#Sheet" into file and sheet; other names have no second part."""
    for suffix in _EXCEL:
        at = name.casefold().find(f"{suffix}#")
        if at >= 0:
            return name[: at + len(suffix)], name[at + len(suffix) + 1 :]
    return name, ""
