"""E-mail addresses for the benchmarks of blind indexes, and the reference over them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from benchmarks.environments import ReferenceProcess, reference_python

COUNT = 1_000_000
KEY = bytes(range(32))
AGAINST = "polars-hash 0.9.3 hmac_sha256 over the normalised column, decoded to binary"


def normalised_addresses() -> pl.Series:
    """Return distinct addresses as the normaliser leaves them."""
    numbers = pl.Series("value", range(COUNT))
    names = ["anna.meyer", "jonas-petersen", "e.kaya", "vertrieb", "müller"]
    table = pl.DataFrame({"n": numbers}).with_columns(
        name=pl.Series(names).gather(numbers % len(names)),
    )
    return table.select(value=pl.format("{}.{}@kunden{}.example", "name", "n", pl.col("n") % 97)).to_series()


def raw_addresses() -> pl.Series:
    """Return the same addresses as sources hold them: capitals, spaces, mailto."""
    values = normalised_addresses()
    numbers = pl.int_range(len(values), eager=True)
    return (
        pl.DataFrame({"value": values, "n": numbers})
        .select(
            pl.when(pl.col("n") % 5 == 0)
            .then(pl.col("value").str.to_uppercase())
            .when(pl.col("n") % 5 == 1)
            .then(pl.format(" {} ", "value"))
            .when(pl.col("n") % 50 == 2)
            .then(pl.format("mailto:{}", "value"))
            .otherwise("value")
            .alias("value")
        )
        .to_series()
    )


@contextmanager
def reference() -> Iterator[ReferenceProcess]:
    """Run the reference over the normalised addresses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addresses.arrow"
        normalised_addresses().to_frame("value").write_ipc(path)
        with ReferenceProcess(reference_python("polars_hash"), "polars_hash_hmac.py", str(path)) as other:
            yield other
