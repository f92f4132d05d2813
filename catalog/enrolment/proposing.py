"""From what is known of a table's columns to a proposal of which tell who somebody is; a steward confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from catalog.enrolment.states import IdentifierKind

_KINDS = {
    "contact.email": IdentifierKind.EMAIL,
    "contact.phone": IdentifierKind.PHONE,
    "identifier.customer": IdentifierKind.CUSTOMER_NUMBER,
}


class Described(Protocol):
    """What a proposal needs to know of a column."""

    id: UUID
    name: str
    category: str
    subjects: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which column is the row's key, what identifies people, and what decisions need of them."""

    key: UUID | None
    kinds: dict[UUID, IdentifierKind]
    born: UUID | None
    country: UUID | None


def propose(columns: Iterable[Described]) -> Proposal:
    """Propose from the categories; the columns of employees and contact persons do not identify customers."""
    known = list(columns)
    kinds = {
        one.id: _KINDS[one.category]
        for one in known
        if one.category in _KINDS and one.subjects not in {"employee", "contact_person", "applicant"}
    }
    born = [
        one.id for one in known if one.category == "date_of_birth_age" and "alter" not in one.name.lower()
    ]
    country = [one.id for one in known if one.name.lower() in {"land", "land1", "country", "country_code"}]
    return Proposal(
        key=known[0].id if known else None,
        kinds=kinds,
        born=born[0] if born else None,
        country=country[0] if country else None,
    )
