"""From stored events to where a person stands, and to the row that bulk decisions join with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consent.law.standing import Event, Kind, MaterialChange, Standing, State, standing

FIELDS = (
    "id", "kind", "at", "recorded_at", "clock", "explicit", "guardian", "valid_until", "notice__number",
)  # fmt: skip
_CARRY = frozenset({Kind.GIVEN, Kind.RENEWED})
_ENDED = frozenset({Kind.REFUSED, Kind.WITHDRAWN, Kind.EXPIRED})


def event_of(row: Sequence[Any]) -> Event:
    """Turn the stored FIELDS of an event into the law's event."""
    number, kind, at, recorded_at, clock, explicit, guardian, valid_until, notice = row
    return Event(
        id=number, kind=Kind(kind), at=at, recorded_at=recorded_at, server_clock=clock == "server",
        explicit=explicit, guardian=guardian, valid_until=valid_until, notice=notice or 0,
    )  # fmt: skip


def last_refusal(events: Iterable[Event], at: datetime, known_at: datetime) -> tuple[State, datetime] | None:
    """Return the person's last refusal, withdrawal or expiry that nothing given later outdoes.

    It is what denies kindred purposes as well; a revocation by the controller does not.
    """
    known = [event for event in events if event.recorded_at <= known_at and event.at <= at]
    now = standing(known, at, known_at)
    if now.permits:
        return None
    if now.event is not None and now.event.kind in _CARRY and now.event.valid_until is not None:
        return State.EXPIRED, now.event.valid_until
    ended = [event for event in known if event.kind in _ENDED]
    if not ended:
        return None
    last = max(ended, key=lambda event: event.at)
    words = {Kind.REFUSED: State.REFUSED, Kind.WITHDRAWN: State.WITHDRAWN, Kind.EXPIRED: State.EXPIRED}
    return words[last.kind], last.at


def state_values(events: Sequence[Event], now: datetime) -> dict[str, Any]:
    """Return the columns of the state row for a person's events on a purpose, as of now.

    Time goes on without events: `valid_until` and the notice's number let a reader see what has
    expired or been outdated since. `now` may come from a clock that was set back or runs behind
    another server's; what was recorded already counts all the same.
    """
    now = max([now, *(event.recorded_at for event in events)])
    found = standing(events, now, now)
    refused = last_refusal(events, now, now)
    event = found.event
    return {
        "state": found.state.value,
        "event_id": event.id if event else None,
        "given_at": found.giving.at if found.giving else None,
        "ended_at": refused[1] if refused else None,
        "valid_until": event.valid_until if event and found.permits else None,
        "notice_number": event.notice if event else 0,
        "explicit": bool(event and event.explicit),
        "guardian": bool(event and event.guardian),
        "ahead": any(one.at > now for one in events),
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """A state row that tells: the columns that `state_values` fills, without `ahead`."""

    state: str
    event_id: UUID | None
    given_at: datetime | None
    ended_at: datetime | None
    valid_until: datetime | None
    notice_number: int
    explicit: bool
    guardian: bool


_PERMITS = {State.GIVEN.value: Kind.GIVEN, State.RENEWED.value: Kind.RENEWED}


def kept_standing(kept: Kept, at: datetime, changes: Iterable[MaterialChange] = ()) -> Standing:
    """Return where a person stands by their state row at a moment after its last event, as `standing` would.

    Of the events only what the row keeps is told: `at` is the giving's.
    """
    if kept.event_id is None:
        return Standing(State(kept.state), None)
    kind, moment = _PERMITS.get(kept.state, Kind.GIVEN), kept.given_at or kept.ended_at or at
    event = Event(
        kept.event_id, kind, moment, moment, True, kept.explicit, kept.guardian, kept.valid_until,
        kept.notice_number,
    )  # fmt: skip
    if kept.state not in _PERMITS:
        return Standing(State(kept.state), event)
    if kept.valid_until is not None and kept.valid_until <= at:
        return Standing(State.EXPIRED, event)
    if any(change.effective <= at and kept.notice_number < change.notice for change in changes):
        return Standing(State.INVALIDATED, event)
    return Standing(State(kept.state), event, event)


def kept_refusal(kept: Kept, at: datetime) -> tuple[State, datetime] | None:
    """Return by a state row what `last_refusal` returns by the events."""
    if kept.state in _PERMITS and kept.valid_until is not None and kept.valid_until <= at:
        return State.EXPIRED, kept.valid_until
    return None if kept.ended_at is None else (State(kept.state), kept.ended_at)
