"""What the worker does for this part. A task says only which row to look at; the row decides."""

from uuid import UUID

from celery import shared_task

from catalog.fields.services import counts, previewing, scheduling, working


@shared_task
def run_scan(scan: str) -> None:
    """Work on a scan, unless somebody does already."""
    working.work_on(UUID(scan))


@shared_task
def sweep_scans() -> None:
    """Give scans whose worker died, or whose message was lost, to a worker; start what is due.

    Previews of a company's words likewise.
    """
    for scan in working.abandoned():
        run_scan.delay(str(scan))
    for words in previewing.forgotten_previews():
        preview_words.delay(str(words))
    scheduling.start_due_scans()


@shared_task
def preview_words(words: str) -> None:
    """Work out what a company's words would change."""
    previewing.work_out_preview(UUID(words))


@shared_task
def fold_counts() -> None:
    """Keep the numbers beside the filters quick to read."""
    counts.fold_counts()


@shared_task
def recount() -> None:
    """Look whether the numbers beside the filters are true."""
    counts.recount()
