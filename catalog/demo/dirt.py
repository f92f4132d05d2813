"""The faults of real customer data, strewn over clean columns in declared shares."""

import polars as pl

from catalog.demo.dice import Dice
from catalog.demo.people import ascii_only
from catalog.demo.plan import Dirt

_BROKEN = {letter: letter.encode().decode("cp1252", errors="replace") for letter in "äöüÄÖÜßéçñ"}


def broken(text: pl.Expr) -> pl.Expr:
    """Read UTF-8 as if it were Windows-1252."""
    return text.str.replace_many(list(_BROKEN), list(_BROKEN.values()))


def missing(frame: pl.DataFrame, dice: Dice, column: str, share: float) -> pl.DataFrame:
    """Empty this share of a column."""
    gone = pl.lit(dice.chance(f"missing.{column}", frame.height, share))
    return frame.with_columns(pl.when(~gone).then(pl.col(column)).alias(column))


def misspelt(frame: pl.DataFrame, dice: Dice, columns: list[str], dirt: Dirt) -> pl.DataFrame:
    """Write some rows without umlauts and read some others in a wrong encoding."""
    plain = pl.lit(dice.chance("ascii", frame.height, dirt.ascii_umlauts))
    wrong = pl.lit(dice.chance("encoding", frame.height, dirt.broken_encoding))
    return frame.with_columns(
        [
            pl.when(plain)
            .then(ascii_only(pl.col(name)))
            .when(wrong)
            .then(broken(pl.col(name)))
            .otherwise(pl.col(name))
            .alias(name)
            for name in columns
        ]
    )


def swapped(frame: pl.DataFrame, dice: Dice, one: str, other: str, share: float) -> pl.DataFrame:
    """Put two columns of some rows into each other's place."""
    here = pl.lit(dice.chance("swapped", frame.height, share))
    return frame.with_columns(
        pl.when(here).then(pl.col(other)).otherwise(pl.col(one)).alias(one),
        pl.when(here).then(pl.col(one)).otherwise(pl.col(other)).alias(other),
    )


def untidy_ibans(frame: pl.DataFrame, dice: Dice, column: str, share: float) -> pl.DataFrame:
    """Write some IBANs in groups of four, as they stand on paper."""
    here = pl.lit(dice.chance("untidy", frame.height, share))
    grouped = pl.col(column).str.replace_all(r"(.{4})", "${1} ").str.strip_chars()
    return frame.with_columns(pl.when(here).then(grouped).otherwise(pl.col(column)).alias(column))
