"""What the worker does for this part: look again for what is unknown, after scans and retirements."""

from celery import shared_task

from catalog.activities.services.reviewing import review_findings


@shared_task
def review_activities() -> None:
    """Open and settle findings of what is unknown."""
    review_findings()
