"""What the ledger does in the background: place entries, send checkpoints out, verify itself."""

import logging

from celery import shared_task

from consent.evidence import delivery, sequencing, verification
from consent.evidence.note import NoteError

log = logging.getLogger(__name__)


@shared_task(name="consent.evidence.tasks.sequence")
def sequence() -> None:
    """Give new entries their places and write the checkpoint file; every few seconds."""
    sequencing.sequence_entries()
    delivery.write_checkpoint_file()


@shared_task(name="consent.evidence.tasks.mail_checkpoint")
def mail_checkpoint() -> None:
    """Mail the newest checkpoint; daily."""
    try:
        delivery.mail_checkpoint()
    except delivery.NotDelivered as error:
        log.warning("%s", error)


@shared_task(name="consent.evidence.tasks.verify")
def verify() -> None:
    """Search for entries without a place among all, then re-compute the ledger; daily."""
    sequencing.sequence_entries(search_all=True)
    try:
        outside = delivery.read_outside()
    except NoteError as error:
        log.error("A checkpoint in EVIDENCE_CHECKPOINT_DIR cannot be compared. %s", error)
        outside = []
    report = verification.verify_ledger(outside)
    verification.store(report)
    if report.finding:
        log.error("The evidence ledger is not what was signed. %s", report.sentence)
