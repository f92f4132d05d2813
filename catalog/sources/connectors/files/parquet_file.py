"""Parquet, read in small slices; declared and real sizes are checked before a page is unpacked."""

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catalog.sources.connectors.base import DescribedColumn, SourceError
from catalog.sources.connectors.files.base import FileFormat
from catalog.sources.connectors.files.parquet_pages import page_sizes
from catalog.sources.connectors.sampling import bounded
from catalog.sources.connectors.texts import cut, repaired

_FOOTER = 32 * 1024 * 1024
_PAGE = 64 * 1024 * 1024
# An honest file's dictionaries and codecs gain less than this, once it is also large.
_RATIO = 1_000
_NESTED_VALUES = 10_000_000
_ROWS = 8_192
_WIDE_VALUE = 64 * 1024


class ParquetFile(FileFormat):
    """One Parquet file."""

    def columns(self) -> tuple[DescribedColumn, ...]:
        with self._opened() as (parquet, _):
            return tuple(
                DescribedColumn(place, field.name, _type_name(field.type), field.nullable)
                for place, field in enumerate(parquet.schema_arrow, 1)
            )

    def rows_estimated(self) -> int | None:
        with self._opened() as (parquet, _):
            return int(parquet.metadata.num_rows)

    def sample(self, seed: int) -> pa.Table:
        with self._opened() as (parquet, handle):
            names = list(parquet.schema_arrow.names)
            groups = [
                group for group in range(parquet.num_row_groups) if parquet.metadata.row_group(group).num_rows
            ]
            random.Random(seed).shuffle(groups)  # noqa: S311 - it has to be repeatable, not secret
            batches = self._batches(
                parquet, handle, names, groups[:2], self.limits.sample_rows, self.limits.cell_characters
            )
            schema = pa.schema([(name, pa.string()) for name in names])
            return bounded(batches, schema, self.limits)[0]

    def read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        with self._opened() as (parquet, handle):
            missing = [name for name in columns if name not in parquet.schema_arrow.names]
            if missing:
                raise SourceError(f"{self.file.name} has no column {missing[0]!r}.", code="missing")
            yield from self._batches(parquet, handle, columns, range(parquet.num_row_groups), _ROWS, None)

    @contextmanager
    def _opened(self) -> Iterator[tuple[pq.ParquetFile, BinaryIO]]:
        """Open the file after a look at its footer's size."""
        with self.file.open() as handle:
            _check_footer(handle, self.file.size)
            try:
                schema = pq.read_schema(handle)
                # Texts stay in their dictionaries: a megabyte that repeats a million times stays one.
                dictionaries = [field.name for field in schema if _is_text(field.type)]
                handle.seek(0)
                yield (
                    pq.ParquetFile(
                        handle, read_dictionary=dictionaries, pre_buffer=False, buffer_size=1024 * 1024,
                        thrift_string_size_limit=_FOOTER, thrift_container_size_limit=1_000_000,
                    ),
                    handle,
                )  # fmt: skip
            except (pa.ArrowException, OSError, ValueError) as error:
                raise SourceError(
                    f"The Parquet file is damaged ({type(error).__name__}).", code="broken_file"
                ) from None

    def _batches(
        self,
        parquet: pq.ParquetFile,
        handle: BinaryIO,
        names: Sequence[str],
        groups: Sequence[int],
        rows: int,
        characters: int | None,
    ) -> Iterator[pa.RecordBatch]:
        """Stream row groups, each after a look at its pages."""
        left = max(self.limits.file_bytes, self.file.size * _RATIO)
        for group in groups:
            self._check_group(parquet, handle, names, group)
            for batch in parquet.iter_batches(batch_size=rows, row_groups=[group], columns=list(names)):
                for part in self._plain(batch.select(list(names)), characters):
                    left -= part.nbytes
                    if left < 0:
                        raise SourceError(
                            "The Parquet file unpacks to more than is allowed.", code="too_large"
                        )
                    yield part

    def _plain(self, batch: pa.RecordBatch, characters: int | None) -> Iterator[pa.RecordBatch]:
        """Take texts out of their dictionaries, in slices that fit into memory."""
        columns = batch.columns
        if characters is not None:
            columns = [_cut_dictionary(column, characters) for column in columns]
        size = sum(_unpacked(column) for column in columns)
        pieces = min(batch.num_rows, -(-size // self.limits.unpacked_bytes)) or 1
        step = -(-batch.num_rows // pieces) or 1
        for start in range(0, batch.num_rows, step):
            part = [repaired(_decoded(column.slice(start, step))) for column in columns]
            yield pa.RecordBatch.from_arrays(part, names=batch.schema.names)

    def _check_group(
        self, parquet: pq.ParquetFile, handle: BinaryIO, names: Sequence[str], group: int
    ) -> None:
        """Refuse a row group whose pages unpack to more than is allowed."""
        wanted, meta = set(names), parquet.metadata.row_group(group)
        for place in range(meta.num_columns):
            column = meta.column(place)
            schema = parquet.schema.column(place)
            if column.path_in_schema.split(".")[0] not in wanted:
                continue
            if schema.length > _WIDE_VALUE:
                raise SourceError("A value of the Parquet file is wider than is allowed.", code="too_large")
            start = min(filter(None, (column.dictionary_page_offset, column.data_page_offset)), default=0)
            for page in page_sizes(handle, start, column.total_compressed_size):
                if page.unpacked > _PAGE or (schema.max_repetition_level and page.values > _NESTED_VALUES):
                    raise SourceError(
                        "A page of the Parquet file unpacks to more than is allowed.", code="too_large"
                    )


def _check_footer(handle: BinaryIO, size: int) -> None:
    """Refuse a file whose footer is absent, encrypted or larger than any honest one."""
    if size < 12:
        raise SourceError("This is not a Parquet file.", code="broken_file")
    handle.seek(size - 8)
    tail = handle.read(8)
    handle.seek(0)
    if tail[4:] == b"PARE":
        raise SourceError("The Parquet file is encrypted.", code="unsupported")
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != b"PAR1" or length > size - 12:
        raise SourceError("This is not a whole Parquet file.", code="broken_file")
    if length > _FOOTER:
        raise SourceError("The Parquet file's footer is larger than is allowed.", code="too_large")


def _type_name(kind: pa.DataType) -> str:
    """Return a type's name; that texts are read as dictionaries is nobody's business."""
    return str(kind.value_type if pa.types.is_dictionary(kind) else kind)


def _is_text(kind: pa.DataType) -> bool:
    return kind in (pa.string(), pa.binary(), pa.large_string(), pa.large_binary())


def _cut_dictionary(column: pa.Array, characters: int) -> pa.Array:
    """Cut the distinct values only, before they are repeated."""
    if not isinstance(column, pa.DictionaryArray):
        return column
    return pa.DictionaryArray.from_arrays(column.indices, cut(repaired(column.dictionary), characters))


def _unpacked(column: pa.Array) -> int:
    """Return how many bytes a column takes once its dictionary is resolved."""
    if not isinstance(column, pa.DictionaryArray) or not _is_text(column.type.value_type):
        return int(column.nbytes)
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return int(pc.sum(lengths.cast(pa.int64())).as_py() or 0)


def _decoded(column: pa.Array) -> pa.Array:
    """Return a column without dictionary; nested values become JSON text."""
    if isinstance(column, pa.DictionaryArray):
        return column.dictionary_decode()
    if pa.types.is_nested(column.type):
        texts = [
            None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
            for cell in column.to_pylist()
        ]
        return pa.array(texts, pa.string())
    return column
