"""Lines of a CSV file become rows: strictly where all is read, forgivingly where a sample is looked at."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from catalog.sources.connectors.base import SourceError

# A line that no file holds: where it ends up inside a cell, a quote was still open at the file's end.
_END = "\x1aend of file\x1a"
# A cell of more lines, or one that is still open after so many characters where a sample ends, was
# hardly meant; after so many of them nobody knows where a row begins.
_MOST_LINES = 1_000
_MOST_CHARACTERS = 64 * 1024
_MOST_UNCLOSED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the number of the line on which it begins."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Rows:
    """The rows that could be read, the numbers of lines whose quote is never closed, and whether rows span lines."""

    rows: list[Row] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    spanning: bool = False


def rows_of(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Split lines into rows, leaving out empty ones. Raises SourceError for a quote that is not closed."""
    reader = csv.reader(_ended(lines), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            if row and row[-1].endswith(_END):
                if row == [_END]:
                    return
                raise csv.Error
            if any(row):
                yield row
            start = reader.line_num + 1
    except csv.Error:
        raise SourceError(
            f"Line {start} cannot be read: a quote is not closed.", code="broken_file"
        ) from None


def forgiven(lines: Sequence[str], delimiter: str, *, complete: bool) -> Rows:
    """Split lines into rows; one whose quote is never closed is left out, and the next one is tried.

    `complete` tells that the lines are the whole file: else the last row may just have been cut.
    """
    found, at = Rows(), 0
    while at < len(lines) and len(found.unclosed) < _MOST_UNCLOSED:
        at = _taken(lines, at, delimiter, complete, found)
    return found


def _taken(lines: Sequence[str], at: int, delimiter: str, complete: bool, found: Rows) -> int:
    """Take rows up to the first that cannot be read; returns the line on which to go on."""
    mark = [at]
    reader = csv.reader(_fed(lines, at, mark), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cells):
                found.rows.append(Row(mark[0] + 1, cells))
            found.spanning |= at + reader.line_num > mark[0] + 1
            mark[0] = at + reader.line_num
    except csv.Error:
        start, end = mark[0], at + reader.line_num
        loose = _loosely(lines[start], delimiter) if end == start + 1 else None
        if loose is not None:
            found.rows.append(Row(start + 1, loose))
        elif not complete and end >= len(lines) and _short(lines[start:]):
            return len(lines)
        else:
            found.unclosed.append(start + 1)
        return start + 1
    return len(lines)


def _fed(lines: Sequence[str], at: int, mark: list[int]) -> Iterator[str]:
    """Yield lines from `at` on, but not for ever into one row, which begins at `mark`."""
    for place in range(at, len(lines)):
        if place - mark[0] > _MOST_LINES:
            raise csv.Error
        yield lines[place]


def _loosely(line: str, delimiter: str) -> list[str] | None:
    """Read one line with text behind a closing quote, as many programs write it; None where a quote stays open."""
    try:
        rows = list(csv.reader([line, _END], delimiter=delimiter))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 2 else None


def _short(rest: Sequence[str]) -> bool:
    return sum(map(len, rest)) <= _MOST_CHARACTERS


def _ended(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, the last one with its line feed, and then the end mark on a line of its own."""
    line = "\n"
    for line in lines:
        yield line
    if not line.endswith("\n"):
        yield "\n"
    yield _END
