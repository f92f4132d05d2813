"""Looks at a Parquet file's page headers, so that no page unpacks to more than is allowed.

A hostile file may state small sizes in its footer and huge ones in its pages, and it is the pages'
sizes that a reader reserves memory for. Only the few fields that matter are read (Thrift compact).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from catalog.sources.connectors.base import SourceError

_HEADER = 8 * 1024
_BROKEN = SourceError("The Parquet file's pages are damaged.", code="broken_file")


@dataclass(frozen=True, slots=True)
class PageSize:
    """What one page's header says: bytes unpacked, bytes in the file, values."""

    unpacked: int
    packed: int
    values: int


class _Reader:
    """Reads the Thrift compact protocol from a few bytes; skips what it does not need."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise _BROKEN
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """Read a variable-length number."""
        value = shift = 0
        while True:
            one = self.byte()
            value |= (one & 0x7F) << shift
            if not one & 0x80:
                return value
            shift += 7
            if shift > 63:
                raise _BROKEN

    def signed(self) -> int:
        """Read a zigzag number."""
        value = self.number()
        return (value >> 1) ^ -(value & 1)

    def fields(self) -> Iterator[tuple[int, int]]:
        """Yield (field, kind) of a struct; the caller reads or skips each value."""
        field = 0
        while kind := self.byte():
            field = field + (kind >> 4) if kind >> 4 else self.signed()
            yield field, kind & 0x0F

    def skip(self, kind: int, depth: int = 0) -> None:
        """Pass over a value."""
        if depth > 8:
            raise _BROKEN
        if kind in (1, 2):  # a boolean is its kind
            return
        if kind == 3:
            self.at += 1
        elif kind in (4, 5, 6):
            self.number()
        elif kind == 7:
            self.at += 8
        elif kind == 8:
            length = self.number()
            self.at += length
        elif kind in (9, 10):
            self._skip_list(depth)
        elif kind == 12:
            for _, inner in self.fields():
                self.skip(inner, depth + 1)
        else:
            raise _BROKEN

    def _skip_list(self, depth: int) -> None:
        head = self.byte()
        count = head >> 4 if head >> 4 != 15 else self.number()
        if count > len(self.data):
            raise _BROKEN
        for _ in range(count):
            if head & 0x0F in (1, 2):  # here a boolean has a byte of its own
                self.at += 1
            else:
                self.skip(head & 0x0F, depth + 1)


def page_sizes(file: BinaryIO, start: int, length: int) -> Iterator[PageSize]:
    """Yield the sizes of the pages of one column chunk."""
    at, end = start, start + length
    while at < end:
        file.seek(at)
        reader = _Reader(file.read(min(_HEADER, end - at)))
        size = _page(reader)
        if size.packed < 0 or size.unpacked < 0:
            raise _BROKEN
        yield size
        at += reader.at + size.packed


def _page(reader: _Reader) -> PageSize:
    unpacked = packed = values = 0
    for field, kind in reader.fields():
        if field == 2 and kind == 5:
            unpacked = reader.signed()
        elif field == 3 and kind == 5:
            packed = reader.signed()
        elif field in (5, 7, 8) and kind == 12:  # data page, dictionary page, data page of the second version
            values = _values(reader)
        else:
            reader.skip(kind)
    return PageSize(unpacked, packed, values)


def _values(reader: _Reader) -> int:
    """Return a page's own header's first field: how many values it holds."""
    values = 0
    for field, kind in reader.fields():
        if field == 1 and kind == 5:
            values = reader.signed()
        else:
            reader.skip(kind)
    return values
