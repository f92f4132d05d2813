"""What the vault does by itself, with its state as rows: change the keys, bury, drop proofs; and what is overdue.

A chore that fails leaves its reason in its row; the page shows it, and the next run tries again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from config.messages import hand_over
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects import erasure, proofs
from consent.subjects.keys import key_store
from consent.subjects.keystore.epoch import Damaged
from consent.subjects.keystore.kek import KekGone
from consent.subjects.keystore.store import KeyMissing
from consent.subjects.models import Chore, ChoreRun, PendingErasure, Subject

log = logging.getLogger(__name__)
# Daily, with two hours for a run that was late
OVERDUE_AFTER = timedelta(hours=26)
_ABANDONED_AFTER = timedelta(minutes=15)
_FAILURES = (OSError, ValueError, Damaged, KekGone, KeyMissing)


class ChoreFailed(Exception):
    """The chore could not be done; the message says why."""


def ask_rewrap(principal: Principal) -> ChoreRun:
    """Queue a change of keys now. Raises PermissionDenied."""
    require(principal, Permission.KEYS_CHANGE)
    run = ChoreRun.objects.create(chore=Chore.REWRAP, asked_by=principal.actor)
    transaction.on_commit(partial(_send, run.pk))
    return run


def run_now(chore: Chore, actor: UUID | None = None) -> ChoreRun:
    """Do a chore at once. Raises ChoreFailed; the row keeps why."""
    return work_on(ChoreRun.objects.create(chore=chore, asked_by=actor).pk)


def work_on(run: UUID) -> ChoreRun:
    """Do the chore of a row, unless somebody did or does. Raises ChoreFailed."""
    taken = ChoreRun.objects.filter(_waiting(), pk=run).update(started_at=clock.now())
    row = ChoreRun.objects.get(pk=run)
    if not taken:
        return row
    try:
        row.done = _DO[Chore(row.chore)](row.asked_by)
    except _FAILURES as error:
        row.error = str(error) or type(error).__name__
        log.error("The vault could not do its chore (%s): %s", row.chore, row.error)
    row.ended_at = clock.now()
    row.save(update_fields=["done", "error", "ended_at"])
    if row.error:
        raise ChoreFailed(row.error)
    return row


def bury() -> int:
    """Lay tombstones of erasures that a crash cut short; a row is kept only where there were any."""
    if not PendingErasure.objects.filter(buried_at=None).exists():
        return 0
    return run_now(Chore.BURY).done


def abandoned() -> list[UUID]:
    """Return the runs that were asked for and that nobody does."""
    late = Q(started_at__isnull=False) | Q(asked_at__lt=clock.now() - timedelta(seconds=45))
    return list(ChoreRun.objects.filter(_waiting() & late).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class KeyState:
    """How the vault's keys stand: numbers for a page, and whether something is overdue."""

    people: int
    erased: int
    to_bury: int
    pending: int
    final: int
    last_change: datetime | None
    epoch: int | None
    overdue: bool
    failed: str

    @property
    def unfinished(self) -> int:
        """Return how many erasures are pending in one way or the other."""
        return self.to_bury + self.pending


def key_state() -> KeyState:
    """Return how many erasures are final and how many only after the next change of keys."""
    living = key_store().living_epochs()
    erasures = PendingErasure.objects
    last = ChoreRun.objects.filter(chore=Chore.REWRAP).exclude(ended_at=None).order_by("-asked_at").first()
    good = ChoreRun.objects.filter(chore=Chore.REWRAP, error="").exclude(ended_at=None)
    changed = good.order_by("-asked_at").values_list("ended_at", flat=True).first()
    since = changed or Subject.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return KeyState(
        people=Subject.objects.filter(erased_at=None).count(),
        erased=Subject.objects.exclude(erased_at=None).count(),
        to_bury=erasures.filter(buried_at=None).count(),
        pending=erasures.filter(epoch__in=living).count(),
        final=erasures.exclude(buried_at=None).exclude(epoch__in=living).count(),
        last_change=changed,
        epoch=max(living, default=None),
        overdue=since is not None and since < clock.now() - OVERDUE_AFTER,
        failed=last.error if last else "",
    )


def _rewrap(actor: UUID | None) -> int:
    return erasure.change_keys(actor)


def _bury(actor: UUID | None) -> int:
    return erasure.bury_pending()


def _drop_proofs(actor: UUID | None) -> int:
    return proofs.drop_expired(actor)


_DO: dict[Chore, Callable[[UUID | None], int]] = {
    Chore.REWRAP: _rewrap,
    Chore.BURY: _bury,
    Chore.DROP_PROOFS: _drop_proofs,
}


def _waiting() -> Q:
    stale = Q(started_at__lt=clock.now() - _ABANDONED_AFTER)
    return Q(ended_at=None) & (Q(started_at=None) | stale)


def _send(run: UUID) -> None:
    from consent.subjects.tasks import do_chore

    hand_over(do_chore, run)
