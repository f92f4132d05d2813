"""Find fields: filters and words over everything that the reader may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db.models import Case, Q, QuerySet, SmallIntegerField, Value, When

from catalog.fields.alike import written_alike
from catalog.fields.asking import fold
from catalog.fields.models import Field
from catalog.sources.models import Source
from consent.law.categories import CATEGORIES
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

SPECIAL = [key for key, category in CATEGORIES.items() if category.special]


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


def sources_for(principal: Principal) -> list[UUID]:
    """Return the keys of today's sources that the reader may see: few, and with them nothing needs a join."""
    sources = visible(Source.objects.active(), principal, Permission.CATALOG_READ)
    return list(sources.values_list("pk", flat=True))


def fields_for(principal: Principal) -> QuerySet[Field]:
    """Return the fields of today's sources that the reader may see."""
    return fields_of(sources_for(principal))


def fields_of(sources: Collection[UUID]) -> QuerySet[Field]:
    """Return the fields of these sources."""
    return Field.objects.filter(source__in=sources)


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
    """Say what the filters mean for rank and category: a list by them then begins where its first row can stand."""
    if search.special:
        return fields.filter(rank=0, category__in=SPECIAL)
    protected = {CATEGORIES[key].special is not None for key in search.categories}
    if protected == {True}:
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
