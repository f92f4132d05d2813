"""Whether a row is about somebody we know: pure, and it never merges two people.

A number that a source issued identifies within that source. What people share (an address, a telephone,
an e-mail address of a family) joins only where it leads to exactly one person, nobody else in the same
collection has it, and nothing contradicts it. Everything else is a new person and a question to a steward.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one identifier of a row leads: the people who have it, and whether it is shared here."""

    people: frozenset[bytes]
    issued: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """The answer: the person (by link handle) or a new one, and what a steward should look at."""

    person: bytes | None
    conflict: Literal["", "shared", "several", "contradictory"] = ""
    others: frozenset[bytes] = frozenset()


def join(evidence: Mapping[str, Evidence], in_collection: Set[bytes]) -> Joining:
    """Decide for one row; `in_collection` are people who have a row of their own in its collection."""
    issued = _led_to(evidence, issued=True)
    common = _led_to(evidence, issued=False)
    if len(issued) > 1:
        return Joining(None, "several", issued)
    if issued:
        others = common - issued
        return Joining(next(iter(issued)), "contradictory" if others else "", others)
    if any(found.shared for found in evidence.values() if not found.issued):
        return Joining(None, "shared", common)
    if not common:
        return Joining(None)
    if len(common) > 1:
        return Joining(None, "several", common)
    if common & in_collection:
        return Joining(None, "shared", common)
    return Joining(next(iter(common)))


def _led_to(evidence: Mapping[str, Evidence], *, issued: bool) -> frozenset[bytes]:
    return frozenset().union(*(found.people for found in evidence.values() if found.issued is issued))
