"""What changed between what the catalogue held of a table and what a scan sees (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.classify.types import Verdict
from catalog.fields.precedence import Outcome, Standing, settle
from catalog.fields.states import Event, FindingKind


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as the scan sees it now, with the rules' verdict."""

    position: int
    name: str
    type: str
    comment: str
    references: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """A field as the catalogue holds it."""

    name: str
    type: str
    gone: bool
    rules_version: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Notice:
    """One departure that people should look at."""

    name: str
    kind: FindingKind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a scan does to one column: what counts now, and the events that its history gains."""

    seen: Seen
    outcome: Outcome
    events: tuple[Event, ...]


@dataclass(slots=True)
class Drift:
    """The comparison of one table: every column seen, what is gone, and the notices."""

    changes: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def compare(
    known: Mapping[str, Known], seen: Sequence[Seen], *, rules_version: str, first_sight: bool
) -> Drift:
    """Compare a table's columns; on first sight of the table nothing is a departure yet."""
    drift = Drift()
    for column in seen:
        before = known.get(column.name)
        drift.changes.append(_change(before, column, rules_version))
        if not first_sight:
            drift.notices += _notices(before, column, drift.changes[-1].outcome)
    names = {column.name for column in seen}
    for name, held in known.items():
        if name not in names and not held.gone:
            drift.gone.append(name)
            drift.notices.append(Notice(name, FindingKind.GONE_FIELD, before=held.standing.category))
    return drift


def _change(before: Known | None, column: Seen, rules_version: str) -> Change:
    outcome = settle(before.standing if before else None, column.verdict)
    if before is None:
        return Change(column, outcome, (Event.FOUND,))
    events = []
    if before.gone:
        events.append(Event.BACK)
    if before.type != column.type:
        events.append(Event.RETYPED)
    if before.rules_version != rules_version or before.standing.found_category != column.verdict.category:
        events.append(Event.EXAMINED)
    return Change(column, outcome, tuple(events))


def _notices(before: Known | None, column: Seen, outcome: Outcome) -> list[Notice]:
    if before is None or before.gone:
        return [Notice(column.name, FindingKind.NEW_FIELD, after=outcome.category)]
    found = []
    if before.type != column.type:
        found.append(Notice(column.name, FindingKind.CHANGED_TYPE, before.type, column.type))
    if outcome.recategorised:
        found.append(
            Notice(
                column.name,
                FindingKind.CHANGED_CATEGORY,
                before.standing.found_category,
                column.verdict.category,
            )
        )
    if outcome.disagrees:
        found.append(
            Notice(column.name, FindingKind.RULES_DISAGREE, before.standing.category, column.verdict.category)
        )
    return found
