"""Answers given for one column, proposed for the same column elsewhere, with their origin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.classify.tokens import split
from catalog.classify.types import ColumnDescription


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a steward decided of one column."""

    column: ColumnDescription
    category: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category proposed for a column, because it was decided for the same one elsewhere."""

    column: ColumnDescription
    category: str
    origin: ColumnDescription
    same_table: bool
    """Whether also the table is called the same: the stronger ground."""


def proposals(columns: Sequence[ColumnDescription], remembered: Iterable[Remembered]) -> list[Proposal]:
    """For each column at most one proposal; none where earlier answers contradict each other."""
    by_table: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Remembered]] = {}
    by_name: dict[tuple[str, ...], list[Remembered]] = {}
    for answer in remembered:
        name = split(answer.column.column)
        by_table.setdefault((split(answer.column.table), name), []).append(answer)
        by_name.setdefault(name, []).append(answer)
    found = []
    for column in columns:
        name = split(column.column)
        proposal = _agreed(column, by_table.get((split(column.table), name), ()), same_table=True)
        proposal = proposal or _agreed(column, by_name.get(name, ()), same_table=False)
        if proposal is not None:
            found.append(proposal)
    return found


def _agreed(column: ColumnDescription, answers: Sequence[Remembered], *, same_table: bool) -> Proposal | None:
    elsewhere = [answer for answer in answers if _place(answer.column) != _place(column)]
    if len({answer.category for answer in elsewhere}) != 1 or not split(column.column):
        return None
    return Proposal(column, elsewhere[0].category, elsewhere[0].column, same_table)


def _place(column: ColumnDescription) -> tuple[str, str, str]:
    return column.source, column.table, column.column
