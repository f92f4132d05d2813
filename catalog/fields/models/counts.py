"""How many fields have which values of the filters: kept by triggers, so that a page need not count them."""

import pgtrigger
from django.db import models

_KEY = "source_id, category, subjects, personal, decision, rules_version"

# What there is in {rows}, each field `sign` times. Fields that are gone count nowhere.
_COUNTED = """
    SELECT source_id, category, COALESCE(subjects, '') AS subjects, personal, decision, rules_version, {sign} AS number
    FROM {rows} WHERE gone_at IS NULL"""
_NOTED = """
    INSERT INTO fields_fieldcount ({key}, number)
    SELECT {key}, SUM(number) FROM ({changes}) AS changes GROUP BY {key} HAVING SUM(number) <> 0
"""
_EARLIER = _COUNTED.format(sign="-1", rows="earlier")
_LATER = _COUNTED.format(sign="1", rows="later")
_LESS_NOTED = "{counted} UNION ALL SELECT {key}, -number FROM fields_fieldcount"
_FOLDED = """
    WITH folded AS (
        DELETE FROM fields_fieldcount WHERE ({key}) IN (
            SELECT {key} FROM fields_fieldcount GROUP BY {key} HAVING COUNT(*) > 1 OR SUM(number) = 0
        ) RETURNING *
    ) {noted}
"""

# What a count of every field would say, less what is noted: nothing, unless a trigger was switched off
MISCOUNTED = _NOTED.format(
    key=_KEY,
    changes=_LESS_NOTED.format(counted=_COUNTED.format(sign="1", rows="fields_field"), key=_KEY),
)
# One row for each key that has several, none for a key that nothing has any more. A row that somebody
# else is writing is not seen, and stays for the next time.
FOLDED = _FOLDED.format(key=_KEY, noted=_NOTED.format(key=_KEY, changes="SELECT * FROM folded"))


def noted_counts() -> list[pgtrigger.Trigger]:
    """Return the triggers that note what a statement did to the counts, whoever sent it."""
    return [
        _trigger("counts_of_new", pgtrigger.Insert, _LATER, new="later"),
        _trigger(
            "counts_of_changed",
            pgtrigger.Update,
            f"{_EARLIER} UNION ALL {_LATER}",
            old="earlier",
            new="later",
        ),
        _trigger("counts_of_deleted", pgtrigger.Delete, _EARLIER, old="earlier"),
    ]


def _trigger(name: str, operation: pgtrigger.Operation, changes: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=_NOTED.format(key=_KEY, changes=changes) + "; RETURN NULL;",
    )


class FieldCount(models.Model):
    """A change of how many fields have these values; their sum is the number.

    Changes are only added, never written over: scans and people who work on one source at a time need
    not wait for each other. A task folds them. `subjects` is empty where no person is meant.
    """

    # Without constraint: what a deleted source had sums up to nothing, in whatever order it is deleted
    source = models.ForeignKey(
        "sources.Source", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    category = models.CharField(max_length=40)
    subjects = models.CharField(max_length=20, blank=True)
    personal = models.BooleanField()
    decision = models.CharField(max_length=10)
    rules_version = models.CharField(max_length=40)
    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.number} {self.category}"
