"""CSV as departments really export it: any delimiter, encoding and raggedness; every value stays text."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyarrow as pa

from catalog.sources.connectors.base import DescribedColumn, SourceError
from catalog.sources.connectors.files.base import FileFormat
from catalog.sources.connectors.files.guesses import is_value, kind_of
from catalog.sources.connectors.files.lines import HEAD, encoding_of, lines, opened, text_of
from catalog.sources.connectors.sampling import bounded, key_points, shares, unique_names

_DELIMITERS = (";", ",", "\t", "|")
_ROWS = 5_000
_POINTS = 20
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: its encoding, delimiter, column names, and lines before the first row."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    skip: int


def rows_of(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Split lines into rows, leaving out empty ones."""
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for row in reader:
            if any(row):
                yield row
    except csv.Error:
        raise SourceError(
            f"Line {reader.line_num} cannot be read: a quote is not closed.", code="broken_file"
        ) from None


def sniffed(head: bytes, complete: bool) -> Dialect:
    """Find out how a file is written from its first bytes."""
    encoding = encoding_of(head)
    text = text_of(head, encoding)
    if not complete:
        text = text[: text.rfind("\n") + 1] or text
    first, _, rest = text.partition("\n")
    marked = first.casefold().startswith("sep=") and len(first) == 5
    body = rest if marked else text
    delimiter = first[4] if marked else _delimiter(body.split("\n"))
    rows = _readable(rows_of(body.splitlines(keepends=True), delimiter))
    width = max((len(row) for row in rows), default=0)
    header = bool(rows) and not any(is_value(cell) for cell in _trimmed(rows[0]))
    names = [cell.strip() for cell in rows[0]] if header else []
    names += [""] * (width - len(names))
    return Dialect(encoding, delimiter, unique_names(names), int(marked) + int(header))


def _readable(rows: Iterator[list[str]]) -> list[list[str]]:
    """Take rows up to the first that cannot be read."""
    taken: list[list[str]] = []
    try:
        for row in islice(rows, 1_000):
            taken.append(row)
    except SourceError:
        return taken
    return taken


def _delimiter(text: list[str]) -> str:
    """Choose the delimiter by which most lines have the same number of cells, and more than one."""
    best, chosen = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _readable(rows_of(text[:100], delimiter)))
        if not widths:
            continue
        width, often = widths.most_common(1)[0]
        score = (often / widths.total() if width > 1 else 0.0, width)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _trimmed(row: list[str]) -> list[str]:
    """Leave out the empty cells that some programs write at a line's end."""
    while len(row) > 1 and not row[-1].strip():
        row = row[:-1]
    return row


class CsvFile(FileFormat):
    """One CSV file."""

    @cached_property
    def _head(self) -> bytes:
        with opened(self.file, limit=self.limits.file_bytes) as stream:
            return stream.read(HEAD)

    @cached_property
    def dialect(self) -> Dialect:
        """How this file is written."""
        found = sniffed(self._head, len(self._head) < HEAD)
        if self._head and not found.names:
            raise SourceError("The file has no line that can be read as a row.", code="broken_file")
        return found

    def columns(self) -> tuple[DescribedColumn, ...]:
        table = self._head_rows()
        return tuple(
            DescribedColumn(place, name, kind_of(column))
            for place, (name, column) in enumerate(
                zip(self.dialect.names, _turned(table, len(self.dialect.names)), strict=True), 1
            )
        )

    def rows_estimated(self) -> int | None:
        found = self._head.count(b"\n") or 1
        if self.file.packed:
            return None
        return max(0, round(self.file.size / max(1, len(self._head)) * found) - self.dialect.skip)

    def sample(self, seed: int) -> pa.Table:
        limit = self.limits.sample_rows
        rows = self._head_rows()
        if not self.file.packed and self.file.size > 2 * HEAD:
            rows = rows[: limit // 4] + self._scattered(limit - limit // 4, seed)
        batch = self._batch(rows[:limit], range(len(self.dialect.names)))
        parts = iter([batch.slice(start, 20) for start in range(0, batch.num_rows, 20)])
        return bounded(parts, batch.schema, self.limits)[0]

    def read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        missing = [name for name in columns if name not in self.dialect.names]
        if missing:
            raise SourceError(f"{self.file.name} has no column {missing[0]!r}.", code="missing")
        places = [self.dialect.names.index(name) for name in columns]
        with opened(self.file, limit=self.limits.file_bytes) as stream:
            rows = rows_of(lines(stream, self.dialect.encoding), self.dialect.delimiter)
            rows = islice(rows, self.dialect.skip, None)
            while part := list(islice(rows, _ROWS)):
                yield self._batch(part, places)

    def _head_rows(self) -> list[list[str]]:
        text = text_of(self._head, self.dialect.encoding)
        if len(self._head) == HEAD:
            text = text[: text.rfind("\n") + 1]
        rows = _readable(rows_of(text.splitlines(keepends=True), self.dialect.delimiter))
        return rows[self.dialect.skip :]

    def _scattered(self, wanted: int, seed: int) -> list[list[str]]:
        """Return rows after seeded places in the file; half lines and odd ones are left out."""
        points = key_points(HEAD, self.file.size - _PIECE, _POINTS, seed)
        each, width = shares(wanted, len(points)), len(self.dialect.names)
        found: list[list[str]] = []
        with self.file.open() as handle:
            for point in points:
                handle.seek(point - point % 2)
                text = text_of(handle.read(_PIECE), self.dialect.encoding.removesuffix("-sig"))
                whole = text.split("\n")[1:-1]
                rows = _readable(rows_of((f"{line}\n" for line in whole), self.dialect.delimiter))
                found += [row for row in rows if len(row) == width][:each]
        return found[:wanted]

    def _batch(self, rows: list[list[str]], places: Sequence[int]) -> pa.RecordBatch:
        """Make a batch: short rows end in nulls; what is too much stays in the last column."""
        width = len(self.dialect.names)
        even = [row if len(row) == width else _evened(row, width, self.dialect.delimiter) for row in rows]
        turned = _turned(even, width)
        names = [self.dialect.names[place] for place in places]
        return pa.RecordBatch.from_arrays(
            [pa.array(turned[place], pa.string()) for place in places], names=names
        )


def _evened(row: list[str], width: int, delimiter: str) -> "list[str]":
    if len(row) > width:
        return [*row[: width - 1], delimiter.join(row[width - 1 :])]
    return row + [None] * (width - len(row))  # type: ignore[list-item]


def _turned(rows: list[list[str]], width: int) -> list[list[str | None]]:
    """Turn rows into columns; an empty cell is a null."""
    return [[(row[place] or None) if place < len(row) else None for row in rows] for place in range(width)]
