"""What an event must say before it is recorded; pure. One place for pages, the API and imported files.

Whoever withdraws, refuses or objects is never turned away for want of a form: only what gives is asked
for its proof (Art. 7(1) GDPR).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consent.law.standing import SKEW, Kind

ONLINE = frozenset({"web", "app", "preference_centre", "one_click", "recognised_service"})
OFFLINE = frozenset({"phone", "paper", "post", "in_person", "email", "other"})
CHANNELS = tuple(sorted(ONLINE | OFFLINE))
EXPRESSIONS = frozenset(
    {"box", "button", "double_opt_in", "signature", "phone", "spoken", "settings", "signal", "other"}
)
GIVES = frozenset({Kind.GIVEN, Kind.RENEWED})
TAKES = frozenset({Kind.WITHDRAWN, Kind.REFUSED})
DOUBLE = "double_opt_in"


@dataclass(frozen=True, slots=True)
class Offer:
    """An event that somebody wants recorded. `now` is our own clock; `live` says it happens now.

    `by_consent` and `explicit_needed` are of the purpose's version in force, None where there is none.
    """

    kind: Kind
    channel: str
    now: datetime
    live: bool = True
    at: datetime | None = None
    by_consent: bool | None = None
    explicit_needed: bool = False
    explicit: bool = False
    has_notice: bool = False
    expression: str = ""
    opt_in_sent_at: datetime | None = None
    opt_in_confirmed_at: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an event is not recorded: the field, and a code that consents.words turns into a sentence."""

    field: str
    code: str


def why_not(offer: Offer) -> Fault | None:
    """Return the first reason not to record the event, None where there is none."""
    return _time(offer) or _words(offer) or (_giving(offer) if offer.kind in GIVES else None)


def settled_at(offer: Offer) -> datetime | None:
    """Return the time that counts; None where our own clock gives it.

    A foreign clock that runs ahead, within the skew, is set back to now: a withdrawal works at once.
    """
    if offer.live and offer.channel in ONLINE:
        return None
    return None if offer.at is None else min(offer.at, offer.now)


def valid_until(given: datetime | None, days: int | None, start: datetime) -> datetime | None:
    """Return when a consent ends by itself: what was said, else the purpose's period from its start."""
    return given or (start + timedelta(days=days) if days else None)


def _time(offer: Offer) -> Fault | None:
    if offer.live and offer.channel in ONLINE and offer.at is not None:
        return Fault("at", "server_time")
    if not offer.live and offer.at is None:
        return Fault("at", "time_missing")
    if offer.at is not None and offer.at > offer.now + SKEW:
        return Fault("at", "time_to_come")
    return None


def _words(offer: Offer) -> Fault | None:
    if offer.channel not in CHANNELS:
        return Fault("channel", "channel_unknown")
    if offer.expression and offer.expression not in EXPRESSIONS:
        return Fault("expression", "expression_unknown")
    return None


def _giving(offer: Offer) -> Fault | None:
    if offer.by_consent is not True:
        return Fault("purpose", "no_consent_purpose" if offer.by_consent is False else "not_in_force")
    if offer.explicit_needed and not offer.explicit:
        return Fault("explicit", "explicit_needed")
    # An old file may not know what was shown; the import counts such lines as not proved
    if offer.live and not offer.has_notice:
        return Fault("notice", "notice_missing")
    if offer.valid_until is not None and offer.valid_until <= (offer.at or offer.now):
        return Fault("valid_until", "ends_before_it_begins")
    return _opt_in(offer)


def _opt_in(offer: Offer) -> Fault | None:
    sent, confirmed = offer.opt_in_sent_at, offer.opt_in_confirmed_at
    if offer.expression == DOUBLE and (sent is None or confirmed is None):
        return Fault("opt_in_confirmed_at", "opt_in_incomplete")
    if confirmed is not None and (sent is None or confirmed < sent):
        return Fault("opt_in_confirmed_at", "opt_in_order")
    if confirmed is not None and confirmed > offer.now + SKEW:
        return Fault("opt_in_confirmed_at", "time_to_come")
    return None
