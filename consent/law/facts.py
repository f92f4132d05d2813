"""What a decision looks at: facts about the purpose, the person and the channel, each with its record."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from consent.law.basis import Art6, Art9
from consent.law.standing import Standing, State


@dataclass(frozen=True, slots=True)
class Record:
    """A record that a decision rests on: its kind, random id and version; never a value."""

    kind: str
    id: UUID
    version: int = 1


@dataclass(frozen=True, slots=True)
class Purpose:
    """A version of a purpose. `accepted` says that its basis has no fault and was decided on."""

    record: Record
    art6: Art6
    categories: frozenset[str]
    in_force_from: datetime
    in_force_to: datetime | None = None
    art9: Art9 | None = None
    art10_law: str = ""
    accepted: bool = True
    direct_marketing: bool = False
    for_children: bool = False
    legal_claims: bool = False

    @property
    def by_consent(self) -> bool:
        """Say whether processing rests on consent."""
        return self.art6 is Art6.CONSENT or self.art9 is Art9.EXPLICIT_CONSENT

    def in_force(self, at: datetime) -> bool:
        """Say whether this version is in force at that moment."""
        return self.in_force_from <= at and (self.in_force_to is None or at < self.in_force_to)


class ObjectionKind(StrEnum):
    """Against what a person objects (Art. 21 GDPR)."""

    DIRECT_MARKETING = "21-2"
    SITUATION = "21-1"
    SIGNAL = "21-5"


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection from a moment on, until it is taken back or, for 21(1) only, overridden."""

    record: Record
    kind: ObjectionKind
    since: datetime
    ended: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Say whether the objection stands at that moment."""
        return self.since <= at and (self.ended is None or at < self.ended)


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction of processing (Art. 18 GDPR) from a moment on, until it is lifted."""

    record: Record
    since: datetime
    lifted: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Say whether processing is restricted at that moment."""
        return self.since <= at and (self.lifted is None or at < self.lifted)


@dataclass(frozen=True, slots=True)
class Refusal:
    """That the person refused, withdrew or let expire under a kindred purpose, and when."""

    record: Record
    state: State
    at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """A person as far as a decision needs them. `born` and `country` are None where not known.

    `guardian_until` is known instead of them where the birth date is sealed (consent.subjects).
    """

    record: Record
    consent: Standing
    consent_record: Record | None = None
    erased: bool = False
    born: date | None = None
    country: str | None = None
    guardian_until: date | None = None
    objections: tuple[Objection, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class Channel(StrEnum):
    """How advertising reaches a person; each but post needs a permission of its own."""

    POST = "post"
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What permits the channel: a consent to it, or the exception for existing customers."""

    channel: Channel
    consent: Standing | None = None
    consent_record: Record | None = None
    existing_customer: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """May this purpose process these categories of this person, at that moment, on that channel?"""

    purpose: Purpose | None
    subject: Subject | None
    at: datetime
    categories: frozenset[str] = field(default_factory=frozenset)
    channel: ChannelFacts | None = None
