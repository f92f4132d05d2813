"""From which age a child consents itself (Art. 8 GDPR), by country and day."""

from dataclasses import dataclass
from datetime import date

from consent.law import tables

# Art. 8(1) subpara. 1 GDPR: what holds where no national law says otherwise, and where nothing is known
DEFAULT_AGE = 16


@dataclass(frozen=True, slots=True)
class Threshold:
    """The age, whether the row was verified, and what it rests on."""

    age: int
    verified: bool
    source: str


def threshold(country: str | None, day: date) -> Threshold:
    """Return the age of digital consent in the child's country on that day.

    An unknown country counts as the strictest: 16 years.
    """
    for row in tables.in_force("child_ages", day, country=country):
        return Threshold(row.values["age"], row.verified, row.source)
    return Threshold(DEFAULT_AGE, False, "Art. 8(1) GDPR; the child's country is not known to us")


def age_on(born: date, day: date) -> int:
    """Return the completed years on that day; who was born on 29 February turns on 1 March otherwise.

    s.187(2), 188(2) BGB: a year of life ends with the day before the birthday.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def needs_guardian(born: date | None, country: str | None, day: date) -> bool:
    """Say whether a guardian must consent; a missing birth date says nothing about a child."""
    return born is not None and age_on(born, day) < threshold(country, day).age
