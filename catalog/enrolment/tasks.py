"""What the worker does for this part. A task says only which row to look at; the row decides."""

from uuid import UUID

from celery import shared_task

from catalog.enrolment.services import running


@shared_task
def run_enrolment(run: str) -> None:
    """Work on an enrolment, unless somebody does already."""
    running.work_on(UUID(run))


@shared_task
def sweep_enrolments() -> None:
    """Give enrolments whose worker died, or whose message was lost, to a worker."""
    for run in running.abandoned():
        run_enrolment.delay(str(run))
