"""The supervisory authorities (Art. 51 GDPR): one for each Land and for the Federation, from versioned data."""

from dataclasses import dataclass
from datetime import date

from consent.law import clock, tables


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority. `verified` is False where its exact title is still to be checked.

    `scope` says for whom it answers: "private" or "public" bodies, or both.
    """

    key: str
    land: str
    land_name: str
    name: str
    verified: bool
    scope: str = "both"


def all_authorities(day: date | None = None) -> tuple[Authority, ...]:
    """Return every authority of that day (today), in the order of the Länder; the one for companies first."""
    rows = tables.in_force("authorities", day or clock.now().date())
    return tuple(Authority(**row.values, verified=row.verified) for row in rows)


def of_land(land: str) -> tuple[Authority, ...]:
    """Return the authorities of a Land, the one that answers for companies first."""
    return tuple(one for one in all_authorities() if one.land == land)


def find(key: str) -> Authority | None:
    """Return an authority by its key, or None where none of this key is in force."""
    return next((one for one in all_authorities() if one.key == key), None)
