"""Kinds of purpose: the terms of the W3C Data Privacy Vocabulary that a purpose may name, with their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from consent.law import tables


@dataclass(frozen=True, slots=True)
class KindOfPurpose:
    """One DPV purpose term: its local name, the broader term (empty at the top), its words."""

    key: str
    broader: str
    de: str
    en: str
    iri: str


@cache
def kinds() -> dict[str, KindOfPurpose]:
    """Return every term that may be named, by its local name, in the order of the list."""
    return {
        row.values["key"]: KindOfPurpose(
            row.values["key"], row.values["broader"], row.values["de"], row.values["en"], row.source
        )
        for row in tables.rows("dpv_purposes")
    }


def unknown(named: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no terms of the list."""
    return tuple(name for name in named if name not in kinds())


def broader(named: Iterable[str]) -> frozenset[str]:
    """Return the named terms with everything above them; what is no term stands for itself."""
    found: set[str] = set()
    for name in named:
        while name and name not in found:
            found.add(name)
            name = kinds()[name].broader if name in kinds() else ""
    return frozenset(found)


def akin(one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether two purposes are of a kind: they share a term, or a term of one is above one of the other.

    Without the second, whoever refused direct marketing could be asked for "marketing" instead. Two terms
    that only share what is above them are not of a kind.
    """
    ones, others = frozenset(one), frozenset(other)
    return bool(ones & broader(others)) or bool(others & broader(ones))
