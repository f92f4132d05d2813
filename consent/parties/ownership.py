"""What people own, so that nothing is left without an owner; other parts register what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from consent.parties.models import Department, User


@dataclass(frozen=True)
class Estate:
    """One kind of thing that belongs to a person: how much it is, and how it passes to somebody else.

    `pass_on` raises Refused where the taker cannot have it.
    """

    key: str
    label: str | Promise
    count: Callable[[User], int]
    pass_on: Callable[[User, User], int]


@dataclass(frozen=True)
class Hold:
    """One kind of thing that keeps a department from being closed."""

    label: str | Promise
    count: Callable[[Department], int]


class Refused(Exception):
    """Something cannot be done; the message is one sentence for the reader."""


_estates: dict[str, Estate] = {}
_holds: list[Hold] = []


def register_estate(estate: Estate) -> None:
    """Make a kind of ownership known: leaving asks for it, handing over passes it on."""
    _estates[estate.key] = estate


def register_hold(hold: Hold) -> None:
    """Make a reason known why a department cannot be closed yet."""
    _holds.append(hold)


def owned_by(user: User) -> list[tuple[Estate, int]]:
    """Return what the person owns, kinds with nothing left out."""
    counted = [(estate, estate.count(user)) for estate in _estates.values()]
    return [(estate, count) for estate, count in counted if count]


def holding(department: Department) -> list[tuple[Hold, int]]:
    """Return what still stands in the department."""
    counted = [(hold, hold.count(department)) for hold in _holds]
    return [(hold, count) for hold, count in counted if count]
