"""What the worker does for the vault. A task says only which row to look at, or which chore is due."""

from uuid import UUID

from celery import shared_task

from consent.subjects import chores
from consent.subjects.models import Chore


@shared_task
def do_chore(run: str) -> None:
    """Do a chore that was asked for, unless somebody does already."""
    _tried(lambda: chores.work_on(UUID(run)))


@shared_task
def rewrap_daily() -> None:
    """Change the keys: what was erased until now is final afterwards."""
    _tried(lambda: chores.run_now(Chore.REWRAP))


@shared_task
def bury() -> None:
    """Complete erasures that a crash cut short."""
    _tried(chores.bury)


@shared_task
def drop_proofs() -> None:
    """Drop the sealed proofs whose last period has ended."""
    _tried(lambda: chores.run_now(Chore.DROP_PROOFS))


@shared_task
def sweep() -> None:
    """Take up chores whose worker died, or whose message was lost."""
    for run in chores.abandoned():
        do_chore.delay(str(run))


def _tried(chore: object) -> None:
    """Do it; a failure stands in its row and in the log already, and on the page."""
    try:
        chore()  # type: ignore[operator]
    except chores.ChoreFailed:
        return
