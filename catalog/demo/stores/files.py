"""Write a silo of files as a service desk has them: JSON lines, old CSV, Parquet, Excel."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from catalog.demo.schema import Silo
from catalog.demo.stores.workbook import workbook


def build(folder: Path, silo: Silo, rows: Mapping[str, pl.DataFrame]) -> None:
    """Write all files of the silo under the folder."""
    for table in silo.tables:
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[table.format](path, rows[table.path])


def _write_jsonl(path: Path, frame: pl.DataFrame) -> None:
    frame.write_ndjson(path)


def _write_csv(path: Path, frame: pl.DataFrame) -> None:
    """Write as an office in Germany exports: semicolons, decimal commas, Windows-1252."""
    text = frame.write_csv(separator=";", decimal_comma=True, line_terminator="\r\n")
    path.write_bytes(text.encode("cp1252", errors="replace"))


def _write_parquet(path: Path, frame: pl.DataFrame) -> None:
    frame.write_parquet(path, compression="zstd")


def _write_xlsx(path: Path, frame: pl.DataFrame) -> None:
    path.write_bytes(workbook({"Reklamationen": frame}))


WRITERS: dict[str, Callable[[Path, pl.DataFrame], None]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
