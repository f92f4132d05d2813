"""What these tests ask of the ledger: how often a kind was recorded, and that no name is in it."""

from consent.evidence.models import Entry


def recorded(kind: str) -> int:
    """Return how often the kind stands in the ledger."""
    return sum(f'"kind":"{kind}"' in body for body in _bodies())


def holds(text: str) -> bool:
    """Say whether a text stands anywhere in the ledger."""
    return any(text in body for body in _bodies())


def _bodies() -> list[str]:
    return [bytes(body).decode() for body in Entry.objects.values_list("body", flat=True)]
