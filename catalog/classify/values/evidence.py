"""From samples to evidence: for each column what its values are, in what share; never a value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from catalog.classify.values.batch import texts_of
from catalog.classify.values.checksums import CHECKS, right
from catalog.classify.values.patterns import FLAGS, looked_at
from catalog.classify.vocabulary import Detector
from consent.law.clock import now

Form = Literal["flag", "whole", "decimal", "date", "prose", "text", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of one column show: a kind with its share, their form, how many were seen."""

    kind: str | None
    share: float
    form: Form
    enough: bool
    """Whether at least a handful of values was seen."""


@dataclass(frozen=True, slots=True)
class _Kind:
    least: float
    """The share of the sample from which on the kind holds."""
    distinct: int = 1
    """So many different values at least: a constant proves little."""


_KINDS: dict[str, _Kind] = {
    "iban": _Kind(0.5),
    "email": _Kind(0.5),
    "social_security": _Kind(0.8, 3),
    "health_insurance_number": _Kind(0.8, 3),
    "national_id": _Kind(0.8, 4),
    "card": _Kind(0.7, 2),
    "imei": _Kind(0.8, 3),
    "password_hash": _Kind(0.6),
    "user_agent": _Kind(0.4),
    "ip": _Kind(0.6),
    "mac": _Kind(0.6),
    "religion": _Kind(0.7),
    "blood": _Kind(0.7, 2),
    "gender": _Kind(0.8, 2),
    "phone": _Kind(0.6, 2),
    "street": _Kind(0.4, 2),
    "full_name": _Kind(0.4, 3),
    "first_name": _Kind(0.4, 3),
    "surname": _Kind(0.3, 3),
    "town": _Kind(0.35, 2),
    "country": _Kind(0.6, 2),
    "coordinate": _Kind(0.7, 2),
    "icd": _Kind(0.7, 2),
    "birth_date": _Kind(0.8, 4),
    "person_in_prose": _Kind(0.2),
    "url": _Kind(0.6),
}
"""In order of how much they prove: the first that holds is the evidence."""

_FORMS: tuple[tuple[Form, str, float], ...] = (
    ("flag", "flag", 0.95),
    ("whole", "whole", 0.9),
    ("date", "date", 0.8),
    ("decimal", "decimal", 0.6),
    ("prose", "prose", 0.3),
)
_HANDFUL = 3
_NUMBERS = 0.6
_CHECKED = 12
"""So many different values of a column are put to the arithmetic of check digits."""

_SEEN = tuple(kind for kind in _KINDS if kind not in CHECKS)
"""Kinds that the form of a text shows; the others need their check digits."""

NOTHING = Evidence(None, 0.0, "none", False)


def evidence_of(samples: Sequence[Any], detectors: Sequence[Detector] = ()) -> list[Evidence]:
    """The evidence of each sample, in order; all samples are looked at together, a company's detectors first."""
    found = [NOTHING] * len(samples)
    texts = texts_of(samples)
    if texts.is_empty():
        return found
    made: dict[tuple[str | None, float, Form, bool], Evidence] = {}
    for column, kind, share, form, enough, numbers in _shares(texts).iter_rows():
        checked = _checked(numbers) if numbers else None
        key = (*(checked or (kind, share or 0.0)), form, enough)
        if key not in made:
            made[key] = Evidence(*key)
        found[column] = made[key]
    for detector in reversed(detectors):
        for column, share in _detected(texts, detector):
            found[column] = replace(found[column], kind=f"{COMPANY}{detector.name}", share=share)
    return found


COMPANY = "company "
"""How kinds of evidence begin that a company's own detector found."""


def _detected(texts: pl.DataFrame, detector: Detector) -> list[tuple[int, float]]:
    """The columns whose values have a detector's form, with their share."""
    fits = pl.col("text").str.contains(f"^(?:{detector.pattern})$")
    shares = (
        texts.group_by("column").agg(fits.mean().alias("share")).filter(pl.col("share") >= detector.share)
    )
    return [(column, round(share * 20) / 20) for column, share in shares.iter_rows()]


def _shares(texts: pl.DataFrame) -> pl.DataFrame:
    """Per column the kind that its values show, with its share; their form; numbers still to be checked."""
    looked = looked_at(texts.group_by("text").agg(pl.col("column")))
    year = pl.col("text").str.extract(r"((?:19|20)[0-9]{2})", 1).cast(pl.Int32, strict=False)
    each = looked.with_columns(pl.when(pl.col("date")).then(year).alias("year")).explode("column")
    shares = each.group_by("column").agg(
        *[pl.col(name).mean() for name in FLAGS],
        pl.len().alias("values"),
        pl.col("text").n_unique().alias("distinct"),
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
        pl.col("text")
        .filter(pl.col("number_like"))
        .unique(maintain_order=True)
        .head(_CHECKED)
        .alias("numbers"),
    )
    return shares.with_columns(
        pl.when(_births()).then(pl.col("date")).otherwise(0.0).alias("birth_date")
    ).select(
        "column",
        pl.coalesce(*[pl.when(_holds(kind)).then(pl.lit(kind)) for kind in _SEEN]).alias("kind"),
        pl.coalesce(*[pl.when(_holds(kind)).then(_rounded(pl.col(kind))) for kind in _SEEN]).alias("share"),
        pl.coalesce(
            *[pl.when(pl.col(name) >= least).then(pl.lit(form)) for form, name, least in _FORMS],
            pl.lit("text"),
        ).alias("form"),
        (pl.col("values") >= _HANDFUL).alias("enough"),
        pl.when((pl.col("number_like") >= _NUMBERS) & (pl.col("phone") < _NUMBERS)).then(pl.col("numbers")),
    )


def _holds(kind: str) -> pl.Expr:
    needed = _KINDS[kind]
    return (pl.col(kind) >= needed.least) & (pl.col("distinct") >= needed.distinct)


def _births() -> pl.Expr:
    """Whether years can be years of birth of different people: far apart, none still to come."""
    first, last = pl.col("first"), pl.col("last")
    return (last - first >= 15) & first.is_between(1900, 1995) & (last <= _this_year())


def _checked(numbers: Sequence[str]) -> tuple[str, float] | None:
    """Which register the numbers of one column belong to, by their check digits."""
    for kind in CHECKS:
        share = sum(right(kind, number) for number in numbers) / len(numbers)
        if share >= _KINDS[kind].least and len(numbers) >= _KINDS[kind].distinct:
            return kind, round(share * 20) / 20
    return None


def _this_year() -> int:
    return now().year


def _rounded(share: pl.Expr) -> pl.Expr:
    return (share * 20).round() / 20


def kinds() -> Iterable[str]:
    """Every kind of evidence there is."""
    return _KINDS.keys()
