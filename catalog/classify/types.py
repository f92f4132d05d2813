"""What the classifier is given and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consent.law.categories import Special, Subjects


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column as its system describes it.

    `references` is "table.column" of the foreign key's target. `sample_values` is any sequence or
    Arrow array; the classifier keeps shares and shapes of it, never a value.
    """

    source: str
    table: str
    column: str
    type: str | None = None
    comment: str | None = None
    sample_values: Sequence[Any] | Any = ()
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule spoke, in both languages, with its weight in the answer (0 to 1); never a value."""

    rule: str
    de: str
    en: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier holds of one column.

    `confidence` is the probability that `personal` is right, `category_confidence` that `category`
    is. `category` is a key of consent.law.categories, `special` its article beyond Art. 6 GDPR.
    """

    personal: bool
    category: str
    special: Special | None
    subjects: Subjects | None
    confidence: float
    category_confidence: float
    reasons: tuple[Reason, ...]
