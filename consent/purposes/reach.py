"""How many people a material change concerns: asked through a port that the consents implement."""

from collections.abc import Callable, Collection
from uuid import UUID

Counter = Callable[[Collection[UUID]], int]
_registered: list[Counter] = []


def register(counter: Counter) -> None:
    """Make a counter known, once, when its app is loaded."""
    _registered.append(counter)


def standing_consents(purposes: Collection[UUID]) -> int:
    """Return how many consents to these purposes stand now."""
    return sum(counter(purposes) for counter in _registered)
