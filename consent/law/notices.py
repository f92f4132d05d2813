"""Notices (Art. 13 and 14 GDPR): what is missing in one, and whether a new version changes the matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from consent.law import tables

Origin = Literal["person", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A point that the law asks for and the notice does not tell."""

    key: str
    article: str
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a notice covers, as far as it decides whether older consents still count."""

    purposes: frozenset[str] = field(default_factory=frozenset)
    recipients: frozenset[str] = field(default_factory=frozenset)
    countries: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a notice may have to tell: its article, and the fact that makes it due."""

    key: str
    article: str
    de: str
    en: str
    when: str


def points(origin: Origin, day: date) -> tuple[Point, ...]:
    """Return the points that the law of a day knows for an origin, in its order."""
    article = "art13" if origin == "person" else "art14"
    rows = (row.values for row in tables.in_force("notice_contents", day))
    return tuple(
        Point(row["key"], row[article], row["de"], row["en"], row["when"]) for row in rows if article in row
    )


def missing(origin: Origin, told: Mapping[str, str], facts: frozenset[str], day: date) -> tuple[Missing, ...]:
    """Return the points that are due and not told.

    `told` maps a point's key to its words; `facts` are the conditions that are met ("consent",
    "third_country", "legitimate_interests", "automated_decision", "has_dpo", "has_recipients").
    """
    return tuple(
        Missing(point.key, point.article, point.de, point.en)
        for point in points(origin, day)
        if (point.when == "always" or point.when in facts) and not told.get(point.key, "").strip()
    )


def material_changes(old: Scope, new: Scope) -> frozenset[str]:
    """Name what a new version adds: "purpose", "recipient", "country"; empty where only words change.

    What falls away needs no new consent; what comes in does (Art. 4(11): consent is specific and informed).
    """
    added = {
        "purpose": new.purposes - old.purposes,
        "recipient": new.recipients - old.recipients,
        "country": new.countries - old.countries,
    }
    return frozenset(kind for kind, names in added.items() if names)
