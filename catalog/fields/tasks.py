"""What the worker does for this part. A task says only which row to look at; the row decides."""

from uuid import UUID

from celery import shared_task

from catalog.fields.services import company, scheduling, working


@shared_task
def run_scan(scan: str) -> None:
    """Work on a scan, unless somebody does already."""
    working.work_on(UUID(scan))


@shared_task
def sweep_scans() -> None:
    """Give scans whose worker died, or whose message was lost, to a worker; start what is due."""
    for scan in working.abandoned():
        run_scan.delay(str(scan))
    scheduling.start_due_scans()


@shared_task
def preview_words(words: str) -> None:
    """Work out what a company's words would change."""
    company.work_out_preview(UUID(words))
