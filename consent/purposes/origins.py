"""Whether it is known what data were collected for: asked through a port that the catalogue implements.

Whoever decides on a new purpose over data must know their purpose of collection (Art. 5(1)(b), 6(4)
GDPR), their retention and where their recipients are; unknown counts as no.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Unknown:
    """Fields of one department of which something is not known: the gap's key and words, and how many."""

    gap: str
    words: str | Promise
    department: str
    fields: int


class Origins(Protocol):
    """What keeps data must be able to say."""

    def unknown(self, categories: Collection[str], subjects: Collection[str]) -> Sequence[Unknown]:
        """Return what is not known of fields of these categories; no subjects: of anybody's."""
        ...


_registered: list[Origins] = []


def register(origins: Origins) -> None:
    """Make a keeper of data known, once, when its app is loaded."""
    _registered.append(origins)


def unknown_origins(categories: Collection[str], subjects: Collection[str] = ()) -> list[Unknown]:
    """Return everything that is not known of data of these categories; empty where all is."""
    return [one for origins in _registered for one in origins.unknown(categories, subjects)]
