"""JSON lines: each line an object; nested objects become dotted columns, every value text."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import pyarrow as pa

from catalog.sources.connectors.base import DescribedColumn, SourceError
from catalog.sources.connectors.files.base import FileFormat
from catalog.sources.connectors.files.dirt import Dirt
from catalog.sources.connectors.files.guesses import kind_of
from catalog.sources.connectors.files.lines import HEAD, broken_lines, encoding_of, lines, opened, text_of
from catalog.sources.connectors.sampling import bounded, key_points, shares

_DEPTH = 4
_HEAD_ROWS = 1_000
_ROWS = 5_000
_POINTS = 20
_PIECE = 64 * 1024

Record = dict[str, str | None]


def flattened(value: dict[str, Any], prefix: str = "", depth: int = 1) -> Record:
    """Turn an object into dotted names and texts; what is nested deeper stays JSON."""
    found: Record = {}
    for key, cell in value.items():
        if isinstance(cell, dict) and cell and depth < _DEPTH:
            found |= flattened(cell, f"{prefix}{key}.", depth + 1)
        else:
            found[f"{prefix}{key}"] = _text(cell)
    return found


def _text(cell: Any) -> str | None:
    """Return a cell as text that is valid Unicode; JSON can smuggle halves of characters in."""
    if cell is None:
        return None
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


def record(line: str) -> Record | None:
    """Return one line's record, or None where it is not a JSON object."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return flattened(value) if isinstance(value, dict) else None


class JsonlFile(FileFormat):
    """One file of JSON lines."""

    @cached_property
    def _head(self) -> bytes:
        with opened(self.file, limit=self.limits.file_bytes) as stream:
            return stream.read(HEAD)

    @cached_property
    def _encoding(self) -> str:
        return encoding_of(self._head)

    @cached_property
    def _head_lines(self) -> list[str]:
        """The file's first whole lines."""
        text = text_of(self._head, self._encoding)
        whole = text.split("\n") if len(self._head) < HEAD else text.split("\n")[:-1]
        if len(self._head) == HEAD and not whole:
            with opened(self.file, limit=self.limits.file_bytes) as stream:
                whole = list(islice(lines(stream, self._encoding), 20))
        return whole[:_HEAD_ROWS]

    @cached_property
    def _judged(self) -> list[tuple[int, Record | None]]:
        """The first lines that hold something, by number, with their record where there is one."""
        return [(number, record(line)) for number, line in enumerate(self._head_lines, 1) if line.strip()]

    @cached_property
    def _head_records(self) -> list[Record]:
        """Return the records of the file's first lines; a file with none of them is not of this format."""
        found = [one for _number, one in self._judged if one is not None]
        if self._judged and not found:
            raise SourceError("No line of the file is a JSON object.", code="broken_file")
        return found

    def _head_dirt(self) -> Dirt:
        """Note which of the first lines are faulty."""
        dirt = Dirt(self.file.name, len(self._judged))
        dirt.note_lines("not_json", [number for number, one in self._judged if one is None])
        broken = broken_lines(self._head, self._encoding)
        dirt.note_lines("mixed_encoding", [number for number in broken if number <= len(self._head_lines)])
        return dirt

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self._head_records for name in one))

    def columns(self) -> tuple[DescribedColumn, ...]:
        return tuple(
            DescribedColumn(place, name, kind_of(one.get(name) for one in self._head_records))
            for place, name in enumerate(self._names, 1)
        )

    def rows_estimated(self) -> int | None:
        if self.file.packed or not self._head:
            return None
        return round(self.file.size / len(self._head) * max(1, self._head.count(b"\n")))

    def sample(self, seed: int) -> pa.Table:
        limit = self.limits.sample_rows
        records = self._head_records
        self.dirt = self._head_dirt()
        if not self.file.packed and self.file.size > 2 * HEAD:
            records = records[: limit // 4] + self._scattered(limit - limit // 4, seed)
        batch = self._batch(records[:limit], self._names)
        parts = iter([batch.slice(start, 20) for start in range(0, batch.num_rows, 20)])
        return bounded(parts, batch.schema, self.limits)[0]

    def read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        missing = [name for name in columns if name not in self._names]
        if missing:
            raise SourceError(f"{self.file.name} has no column {missing[0]!r}.", code="missing")
        with opened(self.file, limit=self.limits.file_bytes) as stream:
            records = self._records(lines(stream, self._encoding))
            while part := list(islice(records, _ROWS)):
                yield self._batch(part, columns)

    def _records(self, text: Iterator[str]) -> Iterator[Record]:
        for number, line in enumerate(text, 1):
            if not line.strip():
                continue
            found = record(line)
            if found is None:
                raise SourceError(f"Line {number} is not a JSON object.", code="broken_file")
            yield found

    def _scattered(self, wanted: int, seed: int) -> list[Record]:
        """Return records after seeded places in the file; half lines are left out."""
        points = key_points(HEAD, self.file.size - _PIECE, _POINTS, seed)
        found: list[Record] = []
        with self.file.open() as handle:
            for point in points:
                handle.seek(point - point % 2)
                found += self._piece(handle.read(_PIECE), point)[: shares(wanted, len(points))]
        return found[:wanted]

    def _piece(self, data: bytes, point: int) -> list[Record]:
        """Return the records of a piece from the file's middle, and note the faulty lines."""
        encoding = self._encoding.removesuffix("-sig")
        whole = text_of(data, encoding).split("\n")[1:-1]
        judged = [record(line) for line in whole if line.strip()]
        self.dirt.lines += len(judged)
        self.dirt.note("not_json", sum(one is None for one in judged), f"after byte {point}")
        broken = [number for number in broken_lines(data, encoding) if 1 < number <= len(whole) + 1]
        self.dirt.note("mixed_encoding", len(broken), f"after byte {point}")
        return [one for one in judged if one is not None]

    def _batch(self, records: Sequence[Record], names: Sequence[str]) -> pa.RecordBatch:
        columns = [pa.array([one.get(name) for one in records], pa.string()) for name in names]
        return pa.RecordBatch.from_arrays(columns, names=list(names))
