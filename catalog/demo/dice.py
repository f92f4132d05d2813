"""Reproducible randomness by column: the same seed gives the same bytes with every library version."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from itertools import accumulate

import polars as pl

# SplitMix64 (Steele, Lea and Flood, 2014). Polars' own hash and Python's choices() may change
# between releases; this arithmetic on unsigned 64-bit columns cannot.
_GAMMA = 0x9E3779B97F4A7C15
_MIX1 = 0xBF58476D1CE4E5B9
_MIX2 = 0x94D049BB133111EB
_EPOCH = date(1970, 1, 1)


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _mixed(column: pl.Expr, shift: int) -> pl.Expr:
    return column ^ (column // _u64(1 << shift))


def _split_mix(start: int, rows: int) -> pl.Series:
    z = pl.int_range(1, rows + 1, dtype=pl.UInt64) * _u64(_GAMMA) + _u64(start)
    z = _mixed(z, 30) * _u64(_MIX1)
    z = _mixed(z, 27) * _u64(_MIX2)
    return pl.select(_mixed(z, 31).alias("bits")).to_series()


class Dice:
    """One stream of random numbers for each name, so that a new column leaves all others as they are."""

    def __init__(self, seed: int, path: str = "") -> None:
        self._seed = seed
        self._path = path

    def below(self, part: str) -> "Dice":
        """Return dice of their own for one part of the company."""
        return Dice(self._seed, f"{self._path}/{part}")

    def bits(self, name: str, rows: int) -> pl.Series:
        """Return 64 random bits a row."""
        key = f"{self._seed}:{self._path}/{name}".encode()
        return _split_mix(int.from_bytes(blake2b(key, digest_size=8).digest(), "big"), rows)

    def unit(self, name: str, rows: int) -> pl.Series:
        """Return numbers from 0 up to, but not including, 1."""
        return (self.bits(name, rows) // (1 << 11)).cast(pl.Float64) * 2.0**-53

    def chance(self, name: str, rows: int, share: float) -> pl.Series:
        """Return true for about this share of the rows."""
        return self.unit(name, rows) < share

    def whole(self, name: str, rows: int, low: int, high: int) -> pl.Series:
        """Return whole numbers from low to high, both included."""
        return (self.bits(name, rows) % (high - low + 1)).cast(pl.Int64) + low

    def places(self, name: str, rows: int, weights: Sequence[float]) -> pl.Series:
        """Return the position of a choice, each as likely as its weight says."""
        steps = list(accumulate(float(weight) for weight in weights))
        drawn = self.unit(name, rows) * steps[-1]
        return pl.Series(steps).search_sorted(drawn, side="right").clip(0, len(steps) - 1).cast(pl.UInt32)

    def pick(
        self, name: str, rows: int, choices: Sequence[object], weights: Sequence[float] | None = None
    ) -> pl.Series:
        """Return one of the choices for each row."""
        where = self.places(name, rows, weights or [1.0] * len(choices))
        return pl.Series(name, list(choices)).gather(where)

    def days(self, name: str, rows: int, first: date, last: date) -> pl.Series:
        """Return dates from first to last, both included."""
        offset = self.whole(name, rows, (first - _EPOCH).days, (last - _EPOCH).days)
        return offset.cast(pl.Int32).cast(pl.Date)

    def moments(self, name: str, rows: int, first: date, last: date) -> pl.Series:
        """Return times between two days, to the second, with few of them at night."""
        day = self.days(name, rows, first, last).cast(pl.Datetime("us"))
        hour = self.pick(name + ".hour", rows, range(24), _HOURS).cast(pl.Int64)
        second = self.whole(name + ".second", rows, 0, 3599)
        return day + ((hour * 3600 + second) * 1_000_000).cast(pl.Duration("us"))

    def hexes(self, name: str, rows: int, digits: int) -> pl.Series:
        """Return lower-case hexadecimal strings of this many digits."""
        parts = [self.bits(f"{name}.{part}", rows) for part in range((digits + 15) // 16)]
        frame = pl.DataFrame({str(number): part for number, part in enumerate(parts)})
        words = [_hexadecimal(pl.col(column)) for column in frame.columns]
        return frame.select(pl.concat_str(words).str.slice(0, digits).alias(name)).to_series()

    def order(self, name: str, rows: int) -> pl.Series:
        """Return the row numbers, shuffled."""
        return self.bits(name, rows).arg_sort()


_HOURS = (1, 0.6, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4, 5, 5, 5, 5.5, 5, 4.5, 4.5, 5, 5.5, 6.5, 7.5, 8, 7, 4.5, 2)
_DIGITS = [f"{byte:02x}" for byte in range(256)]


def _hexadecimal(bits: pl.Expr) -> pl.Expr:
    digits = pl.lit(pl.Series(_DIGITS))
    return pl.concat_str(
        [digits.gather((bits // _u64(1 << shift) % _u64(256)).cast(pl.UInt32)) for shift in range(56, -8, -8)]
    )


def moment(day: date, hour: int = 12) -> datetime:
    """Return this day at the full hour."""
    return datetime.combine(day, time(hour))


def days_before(day: date, count: int) -> date:
    """Return the day that lies so many days before."""
    return day - timedelta(days=count)
