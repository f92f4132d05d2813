"""Find fields: filters and words over everything that the reader may see, with the counts of each filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Case, QuerySet, SmallIntegerField, Value, When

from catalog.fields.asking import fold
from catalog.fields.models import Field
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

_ALIKE = "0.45"
_COUNTED = ("category", "subjects", "decision", "source_id")


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
    alike: bool = False

    @property
    def empty(self) -> bool:
        """Say whether everything is looked for."""
        return self == Search()


def fields_for(principal: Principal) -> QuerySet[Field]:
    """Return the fields of today's sources that the reader may see."""
    rows = Field.objects.filter(source__retired_at=None)
    return visible(rows, principal, Permission.CATALOG_READ, "source__department")


def matching(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    """Keep the fields that are looked for."""
    fields = fields.filter(gone_at__isnull=not search.gone)
    for path, values in _chosen(search).items():
        if values:
            fields = fields.filter(**{f"{path}__in": values})
    if search.collection:
        fields = fields.filter(collection=search.collection)
    if search.special:
        fields = fields.filter(special__isnull=False)
    if search.personal:
        fields = fields.filter(personal=True)
    return _worded(fields, search)


def search_fields(principal: Principal, search: Search) -> tuple[QuerySet[Field], Search]:
    """Return what is found; where words lead nowhere, what is written alike (a typing error)."""
    everything = fields_for(principal)
    found = matching(everything, search)
    if search.words and not search.alike and not found.exists():
        alike = replace(search, alike=True)
        _allow_typing_errors()
        return matching(everything, alike), alike
    return found, search


def _allow_typing_errors() -> None:
    """Let the index find two letters that changed places in a word of twelve; PostgreSQL's 0.6 would not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [_ALIKE])


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


def counts(fields: QuerySet[Field]) -> dict[str, dict[str, int]]:
    """Count the fields by each filter's values in one pass over the found rows."""
    inner, parameters = fields.order_by().values(*_COUNTED).query.sql_with_params()
    sets = ", ".join(f"({name})" for name in _COUNTED)
    statement = (
        f"SELECT grouping({', '.join(_COUNTED)}), {', '.join(_COUNTED)}, count(*) FROM ({inner}) AS found "  # noqa: S608
        f"GROUP BY GROUPING SETS ({sets}, ())"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return _sorted_out(cursor.fetchall())


def _sorted_out(rows: Iterable[tuple[object, ...]]) -> dict[str, dict[str, int]]:
    """Put each row to its filter: grouping() has a 0 bit where the row is grouped by that column."""
    found: dict[str, dict[str, int]] = {name: {} for name in _COUNTED}
    found["all"] = {"": 0}
    for bits, *values, number in rows:
        grouped = [
            place for place in range(len(_COUNTED)) if not int(str(bits)) & (1 << (len(_COUNTED) - 1 - place))
        ]
        if not grouped:
            found["all"][""] = int(str(number))
        for place in grouped:
            found[_COUNTED[place]][str(values[place] or "")] = int(str(number))
    return found


def _chosen(search: Search) -> Mapping[str, frozenset[str]]:
    return {
        "category": search.categories,
        "subjects": search.subjects,
        "decision": search.decisions,
        "source__department": search.departments,
        "source": search.sources,
    }


def _worded(fields: QuerySet[Field], search: Search) -> QuerySet[Field]:
    lookup = "search__trigram_word_similar" if search.alike else "search__contains"
    for word in search.words:
        fields = fields.filter(**{lookup: fold(word)})
    return fields
