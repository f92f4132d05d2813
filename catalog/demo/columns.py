"""Small moves on columns that all silos need: repeat rows, number them, draw days within a span."""

import polars as pl

from catalog.demo.dice import Dice


def repeated(counts: pl.Series) -> pl.Series:
    """Return each row's number as often as its count says."""
    return (
        pl.int_range(len(counts), eager=True, dtype=pl.UInt32)
        .repeat_by(counts.cast(pl.UInt32))
        .explode()
        .drop_nulls()
    )


def numbered(rows: int, first: int) -> pl.Series:
    """Return consecutive numbers."""
    return pl.int_range(first, first + rows, eager=True)


def within(groups: pl.Series) -> pl.Series:
    """Return 1, 2, 3 … within each run of equal values."""
    frame = groups.alias("group").to_frame()
    return frame.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("group")).to_series()


def later(dice: Dice, name: str, start: pl.Series, until: pl.Expr) -> pl.Series:
    """Return a moment between each start and the end, to the second."""
    share = dice.unit(name, len(start))
    frame = pl.DataFrame({"start": start.cast(pl.Datetime("us")), "share": share})
    span = (until.cast(pl.Datetime("us")) - pl.col("start")).dt.total_seconds().clip(1)
    return frame.select(
        (pl.col("start") + pl.duration(seconds=(span * pl.col("share")).cast(pl.Int64))).alias(name)
    ).to_series()


def when(condition: pl.Series, value: pl.Series) -> pl.Series:
    """Keep the value where the condition holds, else nothing."""
    return pl.select(pl.when(pl.lit(condition)).then(pl.lit(value)).alias(value.name)).to_series()


def arrays(dice: Dice, name: str, rows: int, words: tuple[str, ...], share: float) -> pl.Series:
    """Return lists of some of the words, written as PostgreSQL writes arrays: {Ei,Soja}."""
    frame = pl.DataFrame({word: dice.chance(f"{name}.{word}", rows, share) for word in words})
    chosen = [pl.when(pl.col(word)).then(pl.lit(word)) for word in words]
    return frame.select(
        ("{" + pl.concat_str(chosen, separator=",", ignore_nulls=True) + "}").alias(name)
    ).to_series()
