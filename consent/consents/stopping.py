"""How long after somebody withdraws the next read is denied: measured at each withdrawal online, by asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from uuid import UUID

from django.db import connection

from consent.consents.models import ConsentEvent, StopTime
from consent.law import clock

DAYS = 90
Allowed = Callable[[UUID, UUID], bool]
_asked: list[Allowed] = []


@dataclass(frozen=True, slots=True)
class Stopped:
    """Withdrawals online of the last DAYS days: how many, and milliseconds from arrival to denial."""

    number: int
    median: float
    most: float
    slowest: float
    undenied: int


def ask_with(allowed: Allowed) -> None:
    """Take the question whether a purpose may process data of a person, from the part that decides."""
    _asked[:] = [allowed]


def measure(event: ConsentEvent, arrived: float) -> None:
    """Ask for a decision after the withdrawal is stored, and keep when it was denied.

    `arrived` is what `perf_counter()` said when the request reached its page. Not within a transaction:
    what others do not see yet stops nobody.
    """
    if not _asked:
        return
    allowed = _asked[0](event.purpose_id, event.subject_id)
    took = (perf_counter() - arrived) * 1000
    row = StopTime(event=event, milliseconds=took, denied=not allowed)
    StopTime.objects.bulk_create([row], ignore_conflicts=True)  # a form sent twice is one withdrawal


def stopped() -> Stopped | None:
    """Return how long withdrawals took; None where there was none."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds),
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY milliseconds), max(milliseconds),
                   count(*) FILTER (WHERE NOT denied)
              FROM consents_stoptime WHERE at > %s
            """,
            [clock.now() - timedelta(days=DAYS)],
        )
        row = cursor.fetchone()
    return Stopped(*row) if row[0] else None
