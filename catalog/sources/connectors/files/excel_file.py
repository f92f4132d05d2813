"""Excel sheets by fastexcel, after excel_check has looked through the file; every value is text."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import fastexcel
import pyarrow as pa

from catalog.sources.connectors.base import DescribedColumn, SourceError
from catalog.sources.connectors.files.base import FileFormat, OpenedFile
from catalog.sources.connectors.files.excel_check import check
from catalog.sources.connectors.files.guesses import is_value, kind_of
from catalog.sources.connectors.sampling import bounded, unique_names

_FILE = 64 * 1024 * 1024
_ROWS = 5_000


def opened(file: OpenedFile, unpacked_bytes: int) -> fastexcel.ExcelReader:
    """Open a workbook that has passed the check, from the very bytes that were checked."""
    if file.size > _FILE:
        raise SourceError(
            f"An Excel file may have {_FILE // 1024**2} MB; export a larger one as CSV.", code="too_large"
        )
    with file.open() as handle:
        check(handle, unpacked_bytes)
        handle.seek(0)
        data = handle.read(_FILE)
    try:
        return fastexcel.read_excel(data)
    except fastexcel.FastExcelError as error:
        raise SourceError(
            f"The Excel file cannot be read ({type(error).__name__}).", code="broken_file"
        ) from None


def sheet_names(file: OpenedFile, unpacked_bytes: int) -> list[str]:
    """Return the names of a workbook's sheets."""
    return opened(file, unpacked_bytes).sheet_names


class ExcelSheet(FileFormat):
    """One sheet of a workbook; `part` is its name."""

    @cached_property
    def _rows(self) -> pa.Table:
        """The whole sheet as text, with its header still in the first row."""
        reader = opened(self.file, self.limits.unpacked_bytes)
        try:
            sheet = reader.load_sheet(self.part, header_row=None, dtypes="string")
            batch = sheet.to_arrow()
        except fastexcel.SheetNotFoundError:
            raise SourceError(f"{self.file.name} has no sheet of this name.", code="missing") from None
        except fastexcel.FastExcelError as error:
            raise SourceError(
                f"The sheet cannot be read ({type(error).__name__}).", code="broken_file"
            ) from None
        return pa.Table.from_batches([batch])

    @cached_property
    def _table(self) -> pa.Table:
        """The sheet's rows under their names."""
        rows = self._rows
        first = [str(column[0].as_py() or "").strip() for column in rows.columns] if rows.num_rows else []
        named = [name for name in first if name]
        header = bool(named) and not any(is_value(name) for name in named)
        names = unique_names(first if header else [""] * rows.num_columns)
        return rows.slice(1 if header else 0).rename_columns(list(names))

    def columns(self) -> tuple[DescribedColumn, ...]:
        head = self._table.slice(0, 200)
        return tuple(
            DescribedColumn(place, name, kind_of(head.column(place - 1).to_pylist()))
            for place, name in enumerate(self._table.column_names, 1)
        )

    def rows_estimated(self) -> int | None:
        return int(self._table.num_rows)

    def sample(self, seed: int) -> pa.Table:
        rows = self._table
        step = max(1, rows.num_rows // max(1, self.limits.sample_rows))
        places = list(range(seed % step, rows.num_rows, step))[: self.limits.sample_rows]
        found = rows.take(pa.array(places, pa.int64()))
        return bounded(iter(found.to_batches(max_chunksize=20)), rows.schema, self.limits)[0]

    def read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        missing = [name for name in columns if name not in self._table.column_names]
        if missing:
            raise SourceError(f"{self.part} has no column {missing[0]!r}.", code="missing")
        yield from self._table.select(list(columns)).to_batches(max_chunksize=_ROWS)
