"""What the demo company's customers said in five years, as stories; pure: the same seed tells the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from consent.law.standing import Kind

# Story of a purpose -> its share of the people, in percent
SHARES: dict[str, dict[str, int]] = {
    "newsletter": {
        "given": 30, "unconfirmed": 8, "withdrawn": 12, "again": 4, "refused": 4, "other_name": 3, "expired": 4,
    },
    "product_recommendations": {"given": 22, "refused": 9, "withdrawn": 5},
    "cx_analysis": {"given": 24, "refused": 3, "withdrawn": 2, "renewed": 6},
}  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a story."""

    purpose: str
    kind: Kind
    at: datetime
    channel: str = "web"
    expression: str = ""
    sent: datetime | None = None
    confirmed: datetime | None = None
    until: datetime | None = None
    more: dict[str, bool] = field(default_factory=dict)


def tell(dice: Random, now: datetime) -> Iterator[Told]:
    """Tell what one person said about every purpose, in order for each purpose."""
    for purpose, shares in SHARES.items():
        if story := _pick(dice, shares):
            start = now - _DAY * dice.uniform(60, 5 * 365)
            yield from _STORIES[story](purpose, start, now, dice)


def _pick(dice: Random, shares: dict[str, int]) -> str | None:
    number = dice.randrange(100)
    for story, share in shares.items():
        number -= share
        if number < 0:
            return story
    return None


def _given(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    if purpose != "newsletter":
        yield Told(purpose, Kind.GIVEN, start, dice.choice(("web", "web", "app")), "box")
        return
    confirmed = start + timedelta(minutes=dice.uniform(1, 600))
    yield Told(purpose, Kind.REQUESTED, start, expression="double_opt_in", sent=start)
    until = confirmed + _DAY * 1095
    recent = until if until > now else now + _DAY * dice.uniform(30, 900)
    yield Told(
        purpose,
        Kind.GIVEN,
        confirmed,
        expression="double_opt_in",
        sent=start,
        confirmed=confirmed,
        until=recent,
    )


def _unconfirmed(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    yield Told(purpose, Kind.REQUESTED, start, expression="double_opt_in", sent=start)


def _refused(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    yield Told(purpose, Kind.REFUSED, start, dice.choice(("web", "phone")), "button")


def _withdrawn(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    yield from _given(purpose, start, now, dice)
    end = start + (now - start) * dice.uniform(0.3, 0.95)
    yield Told(
        purpose, Kind.WITHDRAWN, end, dice.choice(("preference_centre", "one_click", "phone")), "button"
    )


def _again(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    middle = start + (now - start) * 0.5
    yield from _withdrawn(purpose, start, middle, dice)
    yield from _given(purpose, middle + _DAY, now, dice)


def _expired(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    start = now - _DAY * dice.uniform(1200, 1800)
    yield Told(purpose, Kind.GIVEN, start, expression="box", until=start + _DAY * 1095)


def _renewed(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    start = now - _DAY * dice.uniform(1400, 1800)
    yield Told(purpose, Kind.GIVEN, start, expression="box")
    yield Told(purpose, Kind.RENEWED, now - _DAY * dice.uniform(100, 1200), expression="box")


def _other_name(purpose: str, start: datetime, now: datetime, dice: Random) -> Iterator[Told]:
    """Refused, and asked again under another name: only who then agreed may be written to."""
    yield from _refused(purpose, start, now, dice)
    later = start + (now - start) * 0.7
    yield Told("offers_by_mail", Kind.REQUESTED, later, expression="box")
    if dice.random() < 0.3:
        yield Told("offers_by_mail", Kind.GIVEN, later + timedelta(hours=1), expression="box")


_STORIES = {
    "given": _given, "unconfirmed": _unconfirmed, "refused": _refused, "withdrawn": _withdrawn,
    "again": _again, "expired": _expired, "renewed": _renewed, "other_name": _other_name,
}  # fmt: skip
