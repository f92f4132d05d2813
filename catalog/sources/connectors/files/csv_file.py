"""CSV as departments really export it: any delimiter, encoding and raggedness; every value stays text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyarrow as pa

from catalog.sources.connectors.base import DescribedColumn, SourceError
from catalog.sources.connectors.files.base import FileFormat
from catalog.sources.connectors.files.csv_rows import Rows, forgiven, rows_of
from catalog.sources.connectors.files.dirt import Dirt
from catalog.sources.connectors.files.guesses import is_value, kind_of
from catalog.sources.connectors.files.lines import (
    HEAD,
    broken_lines,
    encoding_of,
    lines,
    opened,
    text_of,
    whole_lines,
)
from catalog.sources.connectors.sampling import bounded, key_points, shares, unique_names

_DELIMITERS = (";", ",", "\t", "|")
_ROWS = 5_000
_POINTS = 20
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: its encoding, delimiter, column names, and lines before the first row.

    `cells` is the least and the most cells that a row may have without being ragged.
    """

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    skip: int
    cells: tuple[int, int]

    def ragged(self, row: Sequence[str]) -> bool:
        """Tell whether a row lacks cells or holds more than the file's first line promises."""
        least, most = self.cells
        return len(row) < least or len(_trimmed(row)) > most


def sniffed(head: bytes, complete: bool) -> Dialect:
    """Find out how a file is written from its first bytes."""
    encoding = encoding_of(head)
    text = whole_lines(text_of(head, encoding), complete=complete)
    first = text[0].rstrip("\n") if text else ""
    marked = first.casefold().startswith("sep=") and len(first) == 5
    body = text[1:] if marked else text
    delimiter = first[4] if marked else _delimiter(body)
    rows = [row.cells for row in forgiven(body, delimiter, complete=complete).rows[:1_000]]
    width = max((len(row) for row in rows), default=0)
    header = bool(rows) and not any(is_value(cell) for cell in _trimmed(rows[0]))
    names = [cell.strip() for cell in rows[0]] if header else []
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    cells = (len(_trimmed(rows[0])), len(rows[0])) if header else (usual, usual)
    names += [""] * (width - len(names))
    return Dialect(encoding, delimiter, unique_names(names), int(marked) + int(header), cells)


def _delimiter(text: list[str]) -> str:
    """Choose the delimiter by which most lines have the same number of cells, and more than one."""
    best, chosen = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        widths = Counter(len(row.cells) for row in forgiven(text[:100], delimiter, complete=False).rows)
        if not widths:
            continue
        width, often = widths.most_common(1)[0]
        score = (often / widths.total() if width > 1 else 0.0, width)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _trimmed(row: Sequence[str]) -> Sequence[str]:
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
        table = self._head_rows
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
        rows = self._head_rows
        self.dirt = self._head_dirt()
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

    @cached_property
    def _parsed(self) -> Rows:
        """The rows of the file's head."""
        return forgiven(self._head_lines, self.dialect.delimiter, complete=self._complete)

    @cached_property
    def _head_lines(self) -> list[str]:
        return whole_lines(text_of(self._head, self.dialect.encoding), complete=self._complete)

    @property
    def _complete(self) -> bool:
        return len(self._head) < HEAD

    @cached_property
    def _head_rows(self) -> list[list[str]]:
        return [row.cells for row in self._parsed.rows[self.dialect.skip :]]

    def _head_dirt(self) -> Dirt:
        """Note which lines of the head are faulty."""
        dirt, parsed = Dirt(self.file.name, len(self._head_lines)), self._parsed
        dirt.note_lines("quote", parsed.unclosed)
        rows = parsed.rows[self.dialect.skip :]
        dirt.note_lines("ragged", [row.line for row in rows if self.dialect.ragged(row.cells)])
        dirt.note_lines("mixed_encoding", broken_lines(self._head, self.dialect.encoding))
        return dirt

    def _scattered(self, wanted: int, seed: int) -> list[list[str]]:
        """Return rows after seeded places in the file; half lines and odd ones are left out."""
        points = key_points(HEAD, self.file.size - _PIECE, _POINTS, seed)
        each = shares(wanted, len(points))
        found: list[list[str]] = []
        with self.file.open() as handle:
            for point in points:
                handle.seek(point - point % 2)
                found += self._piece(handle.read(_PIECE), point)[:each]
        return found[:wanted]

    def _piece(self, data: bytes, point: int) -> list[list[str]]:
        """Return the even rows of a piece from the file's middle, and note the faulty lines."""
        encoding, width = self.dialect.encoding.removesuffix("-sig"), len(self.dialect.names)
        whole = [f"{line}\n" for line in text_of(data, encoding).split("\n")[1:-1]]
        rows = [row.cells for row in forgiven(whole, self.dialect.delimiter, complete=False).rows]
        self.dirt.lines += len(whole)
        place = f"after byte {point}"
        if not self._parsed.spanning:  # else the piece may begin in the middle of a cell
            self.dirt.note("ragged", sum(map(self.dialect.ragged, rows)), place)
        broken = [number for number in broken_lines(data, encoding) if 1 < number <= len(whole) + 1]
        self.dirt.note("mixed_encoding", len(broken), place)
        return [row for row in rows if len(row) == width]

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
