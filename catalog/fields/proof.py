"""The texts whose digests stand in the ledger, built the same way when written and when checked (pure)."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID


class Found(NamedTuple):
    """One event of a scan as it is proved."""

    field: UUID
    event: str
    category: str
    confidence: float | None
    rules_version: str


def found_text(events: Iterable[Found]) -> str:
    """Write what a scan found of one table: a line per event, ordered by field and event."""
    lines = sorted(
        f"{found.field}\t{found.event}\t{found.category}\t"
        f"{'' if found.confidence is None else f'{found.confidence:.4f}'}\t{found.rules_version}"
        for found in events
    )
    return "\n".join(lines)


def fields_text(fields: Iterable[UUID]) -> str:
    """Write the fields that one decision is about: a line each, in order."""
    return "\n".join(sorted(str(field) for field in fields))


def rules_code(version: str) -> str:
    """Write the version of the rules as the ledger's vocabulary takes it."""
    return "rules-" + "".join(sign if sign.isalnum() else "-" for sign in version.lower()).strip("-")
