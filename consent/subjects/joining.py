"""Whether a row is about somebody we know: pure, and it never merges two people.

A number that a source issued identifies within that source. An e-mail address joins only where it leads
to exactly one person, nobody else in the same list of people has it, and nothing contradicts it. What
households share by its nature (a telephone, a bank account) joins only a row that has nothing better,
never raises a question, and is no reason to believe in a person whom nobody knows. Everything else stays
apart: as a new person and a question to a steward where the collection lists people, as a row without a
person where it lists events.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

Question = Literal["", "shared", "several", "contradictory"]
Mark = tuple[str, str, bytes]
"""A kind of identifier, who issued it (a source's id in hex, or nothing) and its blind index."""


class Strength(IntEnum):
    """How much a kind of identifier tells; the strongest of a row decides when it is looked at."""

    HOUSEHOLD = 0
    PERSONAL = 1
    ISSUED = 2


# What is the same whoever wrote it down; every other kind is a number of the source that issued it
GLOBAL_KINDS: Mapping[str, Strength] = {
    "email": Strength.PERSONAL,
    "phone": Strength.HOUSEHOLD,
    "iban": Strength.HOUSEHOLD,
}


def strength(kind: str) -> Strength:
    """Return how much an identifier of this kind tells."""
    return GLOBAL_KINDS.get(kind, Strength.ISSUED)


def strongest(marks: Iterable[Mark]) -> Mark | None:
    """Return the mark that tells most; None where there is none."""
    return max(marks, key=lambda mark: strength(mark[0]), default=None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one identifier leads: the people who have it, and whether others in the batch have it too."""

    kind: str
    people: frozenset[bytes]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """The answer: the person (by link handle) or None, and what a steward should look at."""

    person: bytes | None
    question: Question = ""
    others: frozenset[bytes] = field(default_factory=frozenset)
    kinds: tuple[str, ...] = ()
    nameless: bool = False

    @property
    def unclear(self) -> bool:
        """Say whether nothing tells which person it is: several may be it, or there is no name for one."""
        return self.person is None and (bool(self.question) or self.nameless)


def join(evidence: Iterable[Evidence], taken: Set[bytes]) -> Joining:
    """Decide for one row; `taken` are people who have a row of their own in this list of people."""
    by = {level: [one for one in evidence if strength(one.kind) is level] for level in Strength}
    issued, personal = _people(by[Strength.ISSUED]), _people(by[Strength.PERSONAL])
    if len(issued) > 1:
        return Joining(None, "several", issued, _kinds(by[Strength.ISSUED]))
    if issued:
        return _by_number(next(iter(issued)), by[Strength.PERSONAL])
    if any(one.shared for one in by[Strength.PERSONAL]) or personal & taken:
        return Joining(None, "shared", personal, _kinds(by[Strength.PERSONAL]))
    if len(personal) > 1:
        return Joining(None, "several", personal, _kinds(by[Strength.PERSONAL]))
    if personal:
        return Joining(next(iter(personal)))
    if by[Strength.ISSUED] or by[Strength.PERSONAL]:
        return Joining(None)
    return _by_household(by[Strength.HOUSEHOLD], taken)


def _by_number(person: bytes, personal: Iterable[Evidence]) -> Joining:
    against = [one for one in personal if one.people and person not in one.people]
    return Joining(person, "contradictory" if against else "", _people(against), _kinds(against))


def _by_household(found: Iterable[Evidence], taken: Set[bytes]) -> Joining:
    people = _people(found)
    alone = len(people) == 1 and not people & taken and not any(one.shared for one in found)
    return Joining(next(iter(people))) if alone else Joining(None, nameless=True)


def _people(found: Iterable[Evidence]) -> frozenset[bytes]:
    return frozenset().union(*(one.people for one in found))


def _kinds(found: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({one.kind for one in found}))
