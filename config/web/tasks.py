"""Background work of the frame."""

from celery import shared_task

from config.web import outbox


@shared_task
def expire_outbox() -> None:
    """Delete what the outbox has kept for its week."""
    outbox.expire()
