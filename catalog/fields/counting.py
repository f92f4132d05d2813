"""Count what is found, and what each value of each filter would leave; very many hits are not counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum, Value

from catalog.fields.models import Field, FieldCount
from catalog.fields.searching import SPECIAL, Search, fields_of, matching

COUNTED = ("source_id", "category", "subjects", "decision")
# A page that counted 25,000 hits of a common word would take longer to count than to find
MOST_COUNTED = 5_000
_NONE: frozenset[str] = frozenset()
Chosen = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Counts:
    """How many fields are found, by category too; and what each value of each filter would leave.

    `more`: there are more than `total`, which is then MOST_COUNTED; by category nothing is known.
    `exact`: the filters' numbers are known; without, the values that a filter can have stand there alone.
    """

    total: int
    by_category: dict[str, int]
    by_filter: dict[str, dict[str, int]]
    more: bool = False
    exact: bool = True


def count_fields(sources: Collection[UUID], search: Search, chosen: Chosen) -> Counts:
    """Count what a search finds in the sources that the reader may see; a filter's own choice does not hide its other values."""
    if not sources:
        return Counts(0, {}, {name: {} for name in COUNTED})
    wide = replace(
        search, categories=_NONE, subjects=_NONE, decisions=_NONE, departments=_NONE, sources=_NONE
    )
    if replace(wide, special=False, personal=False).empty:
        return _tally(_noted(sources, wide), chosen)[0]
    fields = fields_of(sources)
    counted, seen = _tally(_hits(matching(fields, wide)), chosen)
    if seen <= MOST_COUNTED:
        return counted
    values = _tally(_noted(sources, Search()), {})[0].by_filter
    if search != wide:
        found, seen = _tally(_hits(matching(fields, search)), {})
        if seen <= MOST_COUNTED:
            return Counts(found.total, found.by_category, values, exact=False)
    return Counts(MOST_COUNTED, {}, values, more=True, exact=False)


def are_few(fields: QuerySet[Field]) -> bool:
    """Say whether so few fields are found that they are counted."""
    return fields.order_by().values("pk")[: MOST_COUNTED + 1].count() <= MOST_COUNTED


def _noted(sources: Collection[UUID], search: Search) -> QuerySet[Any]:
    """Return the numbers that the triggers keep; they know all but words, tables and what is gone."""
    noted = FieldCount.objects.filter(source__in=sources)
    if search.special:
        noted = noted.filter(category__in=SPECIAL)
    if search.personal:
        noted = noted.filter(personal=True)
    return noted.order_by().values_list(*COUNTED).annotate(n=Sum("number"))


def _hits(fields: QuerySet[Field]) -> QuerySet[Any]:
    """Return the fields, each counting one; no more than show that there are too many."""
    return fields.order_by().values_list(*COUNTED, Value(1))[: MOST_COUNTED + 1]


def _tally(rows: QuerySet[Any], chosen: Chosen) -> tuple[Counts, int]:
    """Add the rows up for each filter and over all of them; also return how many there are without filters."""
    wanted = [name for name in COUNTED if chosen.get(name)]
    parts = [
        _summed(f"'{name}'", f"{name}::text", [other for other in wanted if other != name], chosen)
        for name in COUNTED
    ]
    parts += [_summed("'found'", "category", wanted, chosen), _summed("'seen'", "''", (), chosen)]
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH counted ({', '.join(COUNTED)}, n) AS MATERIALIZED ({sql}) "
            + " UNION ALL ".join(part for part, _values in parts),
            [*values, *(value for _part, given in parts for value in given)],
        )
        by: dict[str, dict[str, int]] = {}
        for about, value, number in cursor.fetchall():
            by.setdefault(about, {})[value or ""] = int(number)
    found = by.get("found", {})
    by_filter = {name: by.get(name, {}) for name in COUNTED}
    return Counts(sum(found.values()), found, by_filter), by.get("seen", {}).get("", 0)


def _summed(about: str, value: str, wanted: Sequence[str], chosen: Chosen) -> tuple[str, list[list[str]]]:
    """Return the sums of n for each value, of the rows that have what the filters in `wanted` chose."""
    where = "".join(f" AND {name}::text = ANY(%s)" for name in wanted)
    return (
        f"SELECT {about}, {value}, SUM(n) FROM counted WHERE TRUE{where} GROUP BY 2 HAVING SUM(n) <> 0",  # noqa: S608 - names of ours
        [sorted(chosen[name]) for name in wanted],
    )
