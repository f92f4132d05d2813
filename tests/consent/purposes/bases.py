"""What a basis needs beside it, so that PostgreSQL lets a test's version be accepted."""

from datetime import timedelta
from typing import Any

from consent.law import clock
from consent.purposes.models import BalancingTest


def evidence(art6: str) -> dict[str, Any]:
    """Return the fields of a purpose's version that its basis needs."""
    if art6 == "6-1-b":
        return {"contract": "sale"}
    if art6 in {"6-1-c", "6-1-e"}:
        return {"law": "s.147 AO"}
    return {"balancing": balancing()} if art6 == "6-1-f" else {}


def balancing() -> BalancingTest:
    """Make a complete balancing test."""
    return BalancingTest.objects.create(
        interest="i", whose="controller", necessity="n", less_intrusive_means="l", expectations="e",
        safeguards="s", outweighs=True, review_on=clock.now().date() + timedelta(days=365),
    )  # fmt: skip
