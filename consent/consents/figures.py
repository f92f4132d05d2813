"""How consents went over time: per purpose and month, in one query, and drawn as an SVG by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from consent.consents.models import ConsentState
from consent.law import clock
from consent.law.standing import State
from consent.purposes.models import Purpose

MONTHS = 24
SERIES = ("given", "refused", "withdrawn", "expired")
_WIDTH, _HEIGHT = 720, 160
# What ended by itself left no event: its last day says when it expired
_QUERY = """
WITH counted AS (
    SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date AS month,
           CASE WHEN kind IN ('given', 'renewed') THEN 'given' ELSE kind END AS what
    FROM consents_consentevent
    WHERE purpose_id = %(purpose)s AND at >= %(since)s
      AND kind IN ('given', 'renewed', 'refused', 'withdrawn', 'expired')
    UNION ALL
    SELECT date_trunc('month', valid_until AT TIME ZONE %(zone)s)::date, 'expired'
    FROM consents_consentstate
    WHERE purpose_id = %(purpose)s AND valid_until >= %(since)s AND valid_until <= %(now)s
)
SELECT month, what, count(*) FROM counted GROUP BY month, what
"""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a purpose."""

    first: date
    given: int
    refused: int
    withdrawn: int
    expired: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the drawing: its series and its points."""

    series: str
    points: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many people stand where on a purpose now."""

    purpose: Purpose
    permits: int
    ended: int
    open: int


def standings(purposes: Sequence[Purpose]) -> list[Standing]:
    """Return for each purpose how many people's consent stands, ended, or is open; one query."""
    now = clock.now()
    rows = (
        ConsentState.objects.filter(purpose__in=purposes).values("purpose", "state").annotate(n=Count("id"))
    )
    lapsed = dict(
        ConsentState.objects.filter(
            purpose__in=purposes, state__in=[State.GIVEN, State.RENEWED], valid_until__lte=now
        )
        .values_list("purpose")
        .annotate(n=Count("id"))
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["purpose"], {})[row["state"]] = row["n"]
    return [
        _standing(one, found.get(one.id, {}), lapsed.get(one.id, 0)) for one in purposes if one.id in found
    ]


def count_standing(purposes: Collection[UUID]) -> int:
    """Return how many consents to these purposes stand now."""
    standing = ConsentState.objects.filter(purpose__in=purposes, state__in=[State.GIVEN, State.RENEWED])
    return standing.exclude(valid_until__lte=clock.now()).count()


def months_of(purpose: Purpose, zone: str) -> list[Month]:
    """Return the last months, the present one included; months without events are zeros."""
    firsts = _firsts(clock.now())
    values: dict[str, Any] = {"purpose": purpose.id, "since": firsts[0], "now": clock.now(), "zone": zone}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, values)
        counted = {(month, what): number for month, what, number in cursor.fetchall()}
    return [Month(first, *(counted.get((first, what), 0) for what in SERIES)) for first in firsts]


def drawn(months: Sequence[Month]) -> tuple[list[Line], int]:
    """Return the lines of the drawing in its own units, and the value at its top."""
    top = max([1, *(getattr(month, what) for month in months for what in SERIES)])
    step = _WIDTH / max(1, len(months) - 1)
    return [
        Line(
            what,
            " ".join(
                f"{number * step:.1f},{_HEIGHT - getattr(month, what) / top * _HEIGHT:.1f}"
                for number, month in enumerate(months)
            ),
        )
        for what in SERIES
    ], top


def _standing(purpose: Purpose, states: dict[str, int], lapsed: int) -> Standing:
    permits = states.get(State.GIVEN, 0) + states.get(State.RENEWED, 0) - lapsed
    waiting = states.get(State.REQUESTED, 0) + states.get(State.UNKNOWN, 0)
    return Standing(purpose, permits, sum(states.values()) - permits - waiting, waiting)


def _firsts(now: datetime) -> list[date]:
    last = now.year * 12 + now.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]
