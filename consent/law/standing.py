"""Where a person stands on a purpose: a fold over consent events, whatever order they arrived in.

Only ConsentGiven and RenewedConsentGiven permit (W3C DPV consent states). Two times are kept apart:
when something happened, and when we knew it; what was decided on the knowledge of a day stays so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# How far a clock that is not ours may be off; inside it a withdrawal counts as the later word
SKEW = timedelta(minutes=5)


class Kind(StrEnum):
    """What can happen to a consent."""

    REQUESTED = "requested"
    GIVEN = "given"
    RENEWED = "renewed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"


class State(StrEnum):
    """Where it stands; the values are the local names of DPV's consent states."""

    UNKNOWN = "ConsentUnknown"
    REQUESTED = "ConsentRequested"
    GIVEN = "ConsentGiven"
    RENEWED = "RenewedConsentGiven"
    REFUSED = "ConsentRefused"
    WITHDRAWN = "ConsentWithdrawn"
    REVOKED = "ConsentRevoked"
    EXPIRED = "ConsentExpired"
    INVALIDATED = "ConsentInvalidated"

    @property
    def permits(self) -> bool:
        """Say whether processing on consent is allowed in this state."""
        return self in {State.GIVEN, State.RENEWED}


_ENDS = {
    Kind.REFUSED: State.REFUSED,
    Kind.WITHDRAWN: State.WITHDRAWN,
    Kind.REVOKED: State.REVOKED,
    Kind.EXPIRED: State.EXPIRED,
    Kind.INVALIDATED: State.INVALIDATED,
}
# Of two ends at the same moment the person's own word is shown
_WEIGHT = {Kind.WITHDRAWN: 4, Kind.REFUSED: 3, Kind.REVOKED: 2, Kind.INVALIDATED: 1, Kind.EXPIRED: 0}


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `at` is when it happened, `recorded_at` when we stored it, both with offset.

    `server_clock` says that our own clock gave `at`. `notice` is the number of the notice's version
    that was shown. `valid_until` ends the consent by itself.
    """

    id: UUID
    kind: Kind
    at: datetime
    recorded_at: datetime
    server_clock: bool = True
    explicit: bool = False
    guardian: bool = False
    valid_until: datetime | None = None
    notice: int = 0


@dataclass(frozen=True, slots=True)
class MaterialChange:
    """A change of purpose, recipient or country: consents under older notices end with it.

    `known_from` is when it was decided; what was decided on the knowledge before does not know it.
    """

    notice: int
    effective: datetime
    known_from: datetime

    def counts(self, at: datetime, known_at: datetime) -> bool:
        """Say whether the change was in effect at a moment, as known then."""
        return self.effective <= at and self.known_from <= known_at


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, the event that it rests on, and the event whose giving permits (None where none does)."""

    state: State
    event: Event | None
    giving: Event | None = None

    @property
    def permits(self) -> bool:
        """Say whether processing on this consent is allowed."""
        return self.state.permits


def standing(
    events: Iterable[Event], at: datetime, known_at: datetime, changes: Sequence[MaterialChange] = ()
) -> Standing:
    """Return where the person stood at `at`, as known at `known_at`.

    The answer does not depend on the order of `events`, and events recorded after `known_at` never
    change it. After an end nothing permits but a new giving.
    """
    known = [event for event in events if event.recorded_at <= known_at and event.at <= at]
    ends = [event for event in known if event.kind in _ENDS]
    given = _last(e for e in known if e.kind is Kind.GIVEN and not any(_outdoes(end, e) for end in ends))
    if given is None:
        return _without_giving(known, ends)
    current = _renewed(given, known, ends)
    if current.valid_until is not None and current.valid_until <= at:
        return Standing(State.EXPIRED, current)
    if any(change.counts(at, known_at) and current.notice < change.notice for change in changes):
        return Standing(State.INVALIDATED, current)
    return Standing(State.GIVEN if current is given else State.RENEWED, current, given)


def _outdoes(end: Event, giving: Event) -> bool:
    """Say whether an end counts as later than a giving: on a tie, and within the skew of a foreign clock."""
    window = timedelta(0) if end.server_clock and giving.server_clock else SKEW
    return end.at >= giving.at - window


def _renewed(given: Event, known: Iterable[Event], ends: Sequence[Event]) -> Event:
    """Follow the renewals that prolong a giving; one that comes after its end prolongs nothing."""
    renewals = sorted((e for e in known if e.kind is Kind.RENEWED and e.at >= given.at), key=_order)
    current = given
    for renewal in renewals:
        running = current.valid_until is None or renewal.at < current.valid_until
        if running and not any(_outdoes(end, renewal) for end in ends):
            current = renewal
    return current


def _without_giving(known: Sequence[Event], ends: Sequence[Event]) -> Standing:
    if ends:
        last = max(ends, key=lambda e: (e.at, _WEIGHT[e.kind], e.recorded_at, e.id))
        return Standing(_ENDS[last.kind], last)
    asked = _last(event for event in known if event.kind is Kind.REQUESTED)
    return Standing(State.REQUESTED if asked else State.UNKNOWN, asked)


def _last(events: Iterable[Event]) -> Event | None:
    return max(events, key=_order, default=None)


def _order(event: Event) -> tuple[datetime, datetime, UUID]:
    return event.at, event.recorded_at, event.id
