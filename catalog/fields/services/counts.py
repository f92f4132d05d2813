"""Keep the numbers beside the filters short and true; the triggers of catalog/fields/models/counts.py note them."""

import logging

from django.db import connection

from catalog.fields.models.counts import FOLDED, MISCOUNTED

_log = logging.getLogger(__name__)


def fold_counts() -> None:
    """Add up what was noted one change at a time; a page then reads one row for each number."""
    with connection.cursor() as cursor:
        cursor.execute(FOLDED)


def recount() -> int:
    """Count every field and mend what the notes say otherwise; return how many numbers were wrong.

    One statement sees one moment: what others are writing meanwhile is in neither or in both.
    """
    with connection.cursor() as cursor:
        cursor.execute(MISCOUNTED)
        wrong = int(cursor.rowcount)
    if wrong:
        _log.warning("%s numbers of fields were wrong and are mended: was a trigger switched off?", wrong)
    return wrong
