"""The one clock: what time it is, for everything that stores or compares a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """Return the present moment, with its UTC offset."""
    return _stopped.get() or datetime.now(UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` inside the block, for tests and for replaying a past decision.

    Raises ValueError for a moment without a UTC offset.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"The clock needs a moment with a UTC offset, not {moment.isoformat()}.")
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
