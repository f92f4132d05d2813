"""Find fields: filters and words over everything that the reader may see, with the counts of each filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Count, Q, QuerySet, SmallIntegerField, Value, When

from catalog.fields.alike import written_alike
from catalog.fields.asking import fold
from catalog.fields.models import Field
from catalog.sources.models import Source
from consent.law.categories import CATEGORIES
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

COUNTED = ("source_id", "category", "subjects", "decision")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. Several values of one kind mean "or", different kinds mean "and"."""

    words: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    collection: str | None = None
    special: bool = False
    personal: bool = False
    gone: bool = False
    near: tuple[tuple[str, ...], ...] = ()  # for each word, what is written alike

    @property
    def alike(self) -> bool:
        """Say whether what is written alike is looked for, too."""
        return bool(self.near)

    @property
    def empty(self) -> bool:
        """Say whether everything is looked for."""
        return self == Search()


def fields_for(principal: Principal) -> QuerySet[Field]:
    """Return the fields of today's sources that the reader may see."""
    # The few sources first: with their keys the counts need neither a join nor the table itself
    sources = visible(Source.objects.active(), principal, Permission.CATALOG_READ)
    return Field.objects.filter(source__in=list(sources.values_list("pk", flat=True)))


def matching(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    """Keep the fields that are looked for."""
    fields = fields.filter(gone_at__isnull=not search.gone)
    for path, values in _chosen(search).items():
        if values:
            fields = fields.filter(**{f"{path}__in": values})
    if search.collection:
        fields = fields.filter(collection_id=search.collection)
    if search.special:
        fields = fields.filter(special__isnull=False)
    if search.personal:
        fields = fields.filter(personal=True)
    return _worded(fields, search)


def search_fields(principal: Principal, search: Search) -> tuple[QuerySet[Field], Search]:
    """Return what is found; where words lead nowhere, what is written alike (a typing error)."""
    everything = fields_for(principal)
    if search.words and not search.alike and not matching(everything, search).exists():
        search = allowing_typing_errors(principal, search)
    return by_rank(matching(everything, search), search), search


def by_rank(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    """Say what the filters mean for the rank: a list by rank then begins where its first row can stand."""
    protected = {CATEGORIES[key].special is not None for key in search.categories}
    if search.special or protected == {True}:
        return fields.filter(rank=0)
    return fields.filter(rank__gt=0) if protected == {False} else fields


def allowing_typing_errors(principal: Principal, search: Search) -> Search:
    """Return the search for what is written alike; the same search where nothing is."""
    sources = visible(Source.objects.active(), principal, Permission.CATALOG_READ)
    for path, wanted in (("department", search.departments), ("pk", search.sources)):
        if wanted:
            sources = sources.filter(**{f"{path}__in": wanted})
    keys = list(sources.values_list("pk", flat=True))
    near = tuple(written_alike(keys, word) for word in search.words)
    return replace(search, near=near) if all(near) else search


def with_match(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    """Add how well the name fits the words: 0 the very name, 1 its beginning, 2 anything else."""
    word = fold(search.words[0]) if search.words else ""
    return fields.annotate(
        fit=Case(
            When(sort_name=word, then=Value(0)),
            When(sort_name__startswith=word, then=Value(1)),
            default=Value(2),
            output_field=SmallIntegerField(),
        )
    )


@dataclass(frozen=True, slots=True)
class Combination:
    """How many fields have these values of the filters; a few hundred of them describe any catalogue."""

    values: tuple[str, str, str, str]
    number: int


def combinations(fields: QuerySet[Field], search: Search) -> list[Combination]:
    """Count the fields by the filters' values, as if no filter were chosen: one pass, for all of them."""
    wide = replace(
        search, categories=_NONE, subjects=_NONE, decisions=_NONE, departments=_NONE, sources=_NONE
    )
    rows = matching(fields, wide).order_by().values_list(*COUNTED).annotate(n=Count("*"))
    return [Combination(tuple(str(v or "") for v in values), n) for *values, n in rows]  # type: ignore[arg-type]


@dataclass(slots=True)
class Counts:
    """How many fields are found, by category too; and what each value of each filter would leave."""

    total: int
    by_category: dict[str, int]
    by_filter: dict[str, dict[str, int]]


def counts(found: Iterable[Combination], chosen: Mapping[str, frozenset[str]]) -> Counts:
    """Count in one pass; a filter's own choice does not hide its other values."""
    counted = Counts(0, {}, {name: {} for name in COUNTED})
    wanted = [chosen.get(name) or None for name in COUNTED]
    for one in found:
        misses = [
            place
            for place, values in enumerate(wanted)
            if values is not None and one.values[place] not in values
        ]
        if not misses:
            counted.total += one.number
            _add(counted.by_category, one.values[COUNTED.index("category")], one.number)
        for place in range(len(COUNTED)) if not misses else misses if len(misses) == 1 else ():
            _add(counted.by_filter[COUNTED[place]], one.values[place], one.number)
    return counted


def _add(counted: dict[str, int], value: str, number: int) -> None:
    counted[value] = counted.get(value, 0) + number


def _chosen(search: Search) -> Mapping[str, frozenset[str]]:
    return {
        "category": search.categories,
        "subjects": search.subjects,
        "decision": search.decisions,
        "source__department": search.departments,
        "source": search.sources,
    }


def _worded(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    for written in search.near or [(fold(word),) for word in search.words]:
        fields = fields.filter(reduce(or_, (_holding(one) for one in written)))
    return fields


def _holding(words: str) -> Q:
    return reduce(and_, (Q(search__contains=word) for word in words.split(" ")))
