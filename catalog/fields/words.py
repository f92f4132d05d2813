"""What states are called on pages and in messages, in the words of a data protection officer."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.fields.states import (
    Decision,
    Event,
    FindingKind,
    FindingState,
    Rhythm,
    ScanState,
    TableState,
    Trigger,
    WordsState,
)
from consent.law.categories import CATEGORIES, SUBJECTS, Subjects

Words = dict[str, str | Promise]

DECISIONS: Words = {
    Decision.PROPOSED: _("proposed"),
    Decision.CONFIRMED: _("confirmed"),
    Decision.CHANGED: _("changed"),
    Decision.REJECTED: _("rejected"),
}
SCANS: Words = {
    ScanState.QUEUED: pgettext_lazy("scan", "queued"),
    ScanState.RUNNING: pgettext_lazy("scan", "running"),
    ScanState.DONE: pgettext_lazy("scan", "finished"),
    ScanState.CANCELLED: pgettext_lazy("scan", "cancelled"),
    ScanState.FAILED: pgettext_lazy("scan", "failed"),
}
TABLES: Words = {
    TableState.WAITING: pgettext_lazy("table", "waiting"),
    TableState.DONE: pgettext_lazy("table", "done"),
    TableState.PARTIAL: pgettext_lazy("table", "incomplete"),
    TableState.FAILED: pgettext_lazy("table", "not readable"),
}
TRIGGERS: Words = {
    Trigger.PERSON: _("by a person"),
    Trigger.SCHEDULE: _("by schedule"),
    Trigger.RULES: _("because of new rules"),
    Trigger.COMMAND: _("by command"),
}
EVENTS: Words = {
    Event.FOUND: _("First found"),
    Event.EXAMINED: _("Examined again"),
    Event.RETYPED: _("Type changed"),
    Event.GONE: _("No longer there"),
    Event.BACK: _("There again"),
    Event.CONFIRMED: _("Confirmed"),
    Event.CHANGED: _("Changed"),
    Event.REJECTED: _("Rejected"),
}
FINDINGS: Words = {
    FindingKind.NEW_TABLE: _("New table"),
    FindingKind.GONE_TABLE: _("Table is gone"),
    FindingKind.UNREADABLE_TABLE: _("Table not readable in full"),
    FindingKind.NEW_FIELD: _("New column"),
    FindingKind.GONE_FIELD: _("Column is gone"),
    FindingKind.CHANGED_TYPE: _("Type changed"),
    FindingKind.CHANGED_CATEGORY: _("Category changed"),
    FindingKind.RULES_DISAGREE: _("Rules disagree with a decision"),
    FindingKind.NO_ACTIVITY: _("Table without processing activity"),
    FindingKind.NO_FIELD_PURPOSE: _("Field without purpose of collection"),
    FindingKind.NO_PURPOSE: _("Activity without purpose"),
    FindingKind.NO_RETENTION: _("Activity without retention rule"),
    FindingKind.NO_COUNTRY: _("Recipient in an unknown country"),
}
FINDING_STATES: Words = {
    FindingState.OPEN: pgettext_lazy("finding", "open"),
    FindingState.HANDLED: pgettext_lazy("finding", "handled"),
    FindingState.SETTLED: pgettext_lazy("finding", "no longer so"),
}
COMPANY_WORDS: Words = {
    WordsState.DRAFT: pgettext_lazy("words", "draft"),
    WordsState.APPLIED: pgettext_lazy("words", "in force"),
    WordsState.WITHDRAWN: pgettext_lazy("words", "no longer in force"),
}
RHYTHMS: Words = {
    Rhythm.DAILY: _("daily"),
    Rhythm.WEEKLY: _("weekly"),
    Rhythm.MONTHLY: _("every 30 days"),
}

# How a state is marked: the kinds of {% status %}
MARKS: dict[str, str] = {
    Decision.PROPOSED: "wait",
    Decision.CONFIRMED: "ok",
    Decision.CHANGED: "ok",
    Decision.REJECTED: "off",
    ScanState.QUEUED: "wait",
    ScanState.RUNNING: "run",
    ScanState.DONE: "ok",
    ScanState.CANCELLED: "off",
    ScanState.FAILED: "bad",
    TableState.WAITING: "wait",
    TableState.PARTIAL: "warn",
    WordsState.DRAFT: "wait",
    WordsState.APPLIED: "ok",
    WordsState.WITHDRAWN: "off",
    FindingState.OPEN: "warn",
    FindingState.HANDLED: "ok",
    FindingState.SETTLED: "off",
}


def subjects_name(key: str | None) -> str:
    """Name whose data it is in the reader's language; nothing where no person is meant."""
    if not key:
        return ""
    english, german = SUBJECTS[Subjects(key)]
    return german if (get_language() or "de").startswith("de") else english


def category_choices() -> list[tuple[str, str]]:
    """Return the categories as a form offers them, in the reader's language."""
    german = (get_language() or "de").startswith("de")
    return [(key, found.de if german else found.en) for key, found in CATEGORIES.items()]


def subjects_choices() -> list[tuple[str, str]]:
    """Return whose data it can be, as a form offers it."""
    return [(str(key), subjects_name(key)) for key in SUBJECTS]


# No fault of a source: our own worker died at the same place again and again
INTERRUPTED = _(
    "The product’s own worker ended here, several times. The administrator finds out more in its log."
)
