"""8,135 real orders of a Brazilian marketplace, read from the shared data."""

from pathlib import Path

import polars as pl

from tests.real.shared import shared_data


def tables() -> dict[str, pl.DataFrame]:
    """Return the nine tables by name, as their files are called; post codes stay text."""
    return {
        path.name.removesuffix(".csv.gz"): _table(path)
        for path in sorted(shared_data("olist").glob("*.csv.gz"))
    }


def _table(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, try_parse_dates=True, infer_schema_length=None)
    return frame.with_columns(pl.col("^.*zip_code_prefix$").cast(pl.String).str.zfill(5))
