"""The states of scans, their tables, decisions and findings, with the transitions that are allowed."""

from collections.abc import Mapping
from enum import StrEnum


class ScanState(StrEnum):
    """Where a scan stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def live(self) -> bool:
        """Say whether the scan may still change."""
        return bool(SCAN_TRANSITIONS[self])


SCAN_TRANSITIONS: Mapping[ScanState, frozenset[ScanState]] = {
    ScanState.QUEUED: frozenset({ScanState.RUNNING, ScanState.CANCELLED, ScanState.FAILED}),
    ScanState.RUNNING: frozenset({ScanState.DONE, ScanState.CANCELLED, ScanState.FAILED}),
    ScanState.DONE: frozenset(),
    ScanState.CANCELLED: frozenset(),
    ScanState.FAILED: frozenset(),
}


class TableState(StrEnum):
    """Where one table of a scan stands; PARTIAL: described, but its values could not be sampled."""

    WAITING = "waiting"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"


TABLE_TRANSITIONS: Mapping[TableState, frozenset[TableState]] = {
    TableState.WAITING: frozenset({TableState.DONE, TableState.PARTIAL, TableState.FAILED}),
    TableState.DONE: frozenset(),
    TableState.PARTIAL: frozenset(),
    TableState.FAILED: frozenset(),
}


class Trigger(StrEnum):
    """What started a scan; RULES: a better rule set re-examines what nobody has decided."""

    PERSON = "person"
    SCHEDULE = "schedule"
    RULES = "rules"
    COMMAND = "command"


class Decision(StrEnum):
    """What people hold of a field's category; PROPOSED: nobody has decided yet."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    REJECTED = "rejected"


class Event(StrEnum):
    """What happened to a field, as its history tells it."""

    FOUND = "found"
    EXAMINED = "examined"
    RETYPED = "retyped"
    GONE = "gone"
    BACK = "back"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    REJECTED = "rejected"


class FindingKind(StrEnum):
    """How a source or the rules depart from what the catalogue held."""

    NEW_TABLE = "new_table"
    GONE_TABLE = "gone_table"
    UNREADABLE_TABLE = "unreadable_table"
    NEW_FIELD = "new_field"
    GONE_FIELD = "gone_field"
    CHANGED_TYPE = "changed_type"
    CHANGED_CATEGORY = "changed_category"
    RULES_DISAGREE = "rules_disagree"
    NO_ACTIVITY = "no_activity"
    NO_FIELD_PURPOSE = "no_field_purpose"
    NO_PURPOSE = "no_purpose"
    NO_RETENTION = "no_retention"
    NO_COUNTRY = "no_country"


# What nobody knows of data or an activity; such a finding ends when it is known, not when somebody says so
UNTIL_KNOWN = frozenset(
    {
        FindingKind.NO_ACTIVITY,
        FindingKind.NO_FIELD_PURPOSE,
        FindingKind.NO_PURPOSE,
        FindingKind.NO_RETENTION,
        FindingKind.NO_COUNTRY,
    }
)


class FindingState(StrEnum):
    """Where a finding stands; SETTLED: it ended by itself, as a later look no longer found it."""

    OPEN = "open"
    HANDLED = "handled"
    SETTLED = "settled"


FINDING_TRANSITIONS: Mapping[FindingState, frozenset[FindingState]] = {
    FindingState.OPEN: frozenset({FindingState.HANDLED, FindingState.SETTLED}),
    FindingState.HANDLED: frozenset(),
    FindingState.SETTLED: frozenset(),
}


class Rhythm(StrEnum):
    """How often a source is scanned by itself."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class WordsState(StrEnum):
    """Where a version of the company's words stands."""

    DRAFT = "draft"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


WORDS_TRANSITIONS: Mapping[WordsState, frozenset[WordsState]] = {
    WordsState.DRAFT: frozenset({WordsState.APPLIED, WordsState.WITHDRAWN}),
    WordsState.APPLIED: frozenset({WordsState.WITHDRAWN}),
    WordsState.WITHDRAWN: frozenset(),
}
