"""Tell a worker which row to look at. The row is the work; the message may get lost."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def hand_over(task: Task, row: object) -> None:
    """Send a task the key of a row; where the broker does not answer, the part's sweeper finds the row.

    Called when the row is committed: whoever asked for the work gets their answer all the same.
    """
    try:
        task.delay(row if isinstance(row, int) else str(row))
    except OperationalError:
        log.warning("The broker does not answer; %s waits until the sweeper finds it.", task.name)
