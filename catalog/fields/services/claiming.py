"""A worker's right to work on a run: taken, kept by a heartbeat, lost to a cancellation or another worker."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from catalog.fields.models.runs import QUEUED, RUNNING, Run
from consent.law import clock

_SENT_WITHIN = timedelta(seconds=45)
_MOST_INTERRUPTIONS = 10
R = TypeVar("R", bound=Run)


@dataclass(frozen=True)
class Claim:
    """A worker's right to work on a run, until it ends or is given to another worker."""

    run: UUID
    worker: UUID
    interruptions: int

    @property
    def worn_out(self) -> bool:
        """Say whether so many workers died at the run that it should be given up."""
        return self.interruptions > _MOST_INTERRUPTIONS


class ClaimLost(Exception):
    """The run was cancelled, or another worker has it: nothing more may be stored."""


def take(runs: QuerySet[R], run: UUID, stale_after: timedelta) -> Claim | None:
    """Take a queued run, or one whose worker died; None where somebody works on it or it has ended."""
    now = clock.now()
    with transaction.atomic():
        held = _claimable(runs, stale_after).select_for_update(skip_locked=True).filter(pk=run).first()
        if held is None:
            return None
        held.interruptions += held.state == RUNNING
        held.state, held.worker, held.heartbeat = RUNNING, uuid4(), now
        held.started_at = held.started_at or now
        held.save(update_fields=["state", "worker", "heartbeat", "started_at", "interruptions"])
    return Claim(run, held.worker, held.interruptions)


def hold(runs: QuerySet[R], claim: Claim) -> R:
    """Return the run, locked until the transaction ends. Raises ClaimLost."""
    locked = runs.select_for_update(of=("self",))
    held = locked.filter(pk=claim.run, worker=claim.worker, state=RUNNING).first()
    if held is None:
        raise ClaimLost
    return held


def abandoned(runs: QuerySet[R], stale_after: timedelta) -> list[UUID]:
    """Return the runs that nobody works on although they have not ended."""
    waiting = Q(state=QUEUED, created_at__lt=clock.now() - _SENT_WITHIN)
    rows = _claimable(runs, stale_after).filter(waiting | Q(state=RUNNING))
    return list(rows.values_list("pk", flat=True))


def _claimable(runs: QuerySet[R], stale_after: timedelta) -> QuerySet[R]:
    stale = Q(state=RUNNING, heartbeat__lt=clock.now() - stale_after)
    return runs.filter(Q(state=QUEUED) | stale)
