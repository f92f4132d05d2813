"""What a receipt says: built once from signed records, rendered in several forms."""

from dataclasses import dataclass
from datetime import datetime

from consent.law.standing import State


@dataclass(frozen=True, slots=True)
class Party:
    """The controller as a receipt names it."""

    name: str
    address: str
    contact: str
    country: str = "DE"
    dpo_contact: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The notice that was shown: its key, version, language, date and SHA-256 (hex)."""

    key: str
    number: int
    language: str
    effective: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One change of state: when, by which expression, and for how long (ISO 8601 duration, "" for open)."""

    state: State
    at: datetime
    method: str
    duration: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A receipt's content. Ids are random; `subject` is the record id, never an address or a name.

    `kinds` are DPV purpose terms, `categories` keys of consent.law.categories, `art6` and `art9` as in
    consent.law.basis, `authority` the supervisory authority's name.
    """

    receipt: str
    record: str
    subject: str
    created: datetime
    controller: Party
    purpose: str
    purpose_name: str
    kinds: tuple[str, ...]
    art6: str
    categories: tuple[str, ...]
    moments: tuple[Moment, ...]
    withdrawal: str
    art9: str = ""
    explicit: bool = False
    recipients: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("DE",)
    retention: str = ""
    notice: Shown | None = None
    authority: str = ""
    jurisdiction: str = "DE"
    language: str = "de"
