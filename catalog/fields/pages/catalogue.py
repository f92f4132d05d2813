"""The catalogue: a list of everything found, with filters, details beside it, and bulk decisions."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.fields.counting import MOST_COUNTED, Counts, count_fields
from catalog.fields.models import Collection, Field
from catalog.fields.pages.asked import Asked, filters_of, read
from catalog.fields.pages.details import details_of
from catalog.fields.planning import HITS_FIRST, planned
from catalog.fields.searching import (
    Search,
    allowing_typing_errors,
    by_rank,
    fields_for,
    fields_of,
    matching,
    with_match,
)
from catalog.fields.words import category_choices, subjects_choices
from config.web.beside import chosen_id, wants_panel
from config.web.paging import page_of
from config.web.sorting import sort_of
from consent.law.categories import CATEGORIES
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of

FREE_TEXT = "free_text_may_contain_personal_data"
# What a row of the list shows, and what the orders and the page's cursor need
_SHOWN = (
    "source_id", "table_name", "name", "sort_name", "rank",
    "category", "special", "subjects", "category_confidence", "decision",
)  # fmt: skip
ORDERS = {
    "name": ("sort_name", "id"),
    "category": ("category", "sort_name", "id"),
    "confidence": ("category_confidence", "id"),
    "decision": ("decision", "sort_name", "id"),
    "attention": ("rank", "sort_name", "id"),
}
BY_FIT = {"fit": ("fit", "rank", "sort_name", "id")}


@require_safe
@needs(Permission.CATALOG_READ)
def catalog(request: HttpRequest) -> HttpResponse:
    """Show what is found; with `?field=` its details beside the list, for htmx these alone."""
    principal = principal_of(request)
    chosen = _chosen(request, principal)
    if wants_panel(request):
        return render(request, "fields/panel.html", {"chosen": chosen} | details_of(chosen, principal))
    asked = read(request, principal)
    sources = [one.pk for one in asked.sources.values()]
    everything = fields_of(sources)
    search, counted = _counted(asked, sources)
    # Of very many hits the best-named do not matter; their order would cost a sort of all
    few = bool(search.words) and not counted.more
    orders = ORDERS | BY_FIT if few and not search.alike else ORDERS
    sort = sort_of(request, orders, "fit" if "fit" in orders else "attention")
    rows = with_match(by_rank(matching(everything, search), search), search).only(*_SHOWN)
    with planned(HITS_FIRST if few else {}):
        page = page_of(rows, sort.ordering, request.GET.get("cursor"))
    for one in page:
        one.source = asked.sources[str(one.source_id)]  # read already, with its department
    context: dict[str, Any] = {
        "asked": asked,
        "words": request.GET.get("q") or request.GET.get("text", ""),
        "chips": asked.chips(),
        "search": search,
        "filters": filters_of(asked, counted),
        "counts": counted,
        "total": counted.total,
        "most_counted": MOST_COUNTED,
        "shares": _shares(counted.by_category),
        "page": page,
        "sort": sort,
        "collection": _collection(search, principal),
        "free_texts": _free_texts(search, principal),
        "chosen": chosen,
        "chosen_key": str(chosen.pk) if chosen else "",
        "may_decide": principal.may(Permission.FIELD_DECIDE),
        "categories": category_choices(),
        "subject_choices": subjects_choices(),
        "nothing_at_all": not counted.total and not everything.exists(),
    }
    return render(request, "fields/catalog.html", context | details_of(chosen, principal))


def _chosen(request: HttpRequest, principal: Principal) -> Field | None:
    key = chosen_id(request, "field")
    if key is None:
        return None
    return fields_for(principal).select_related("collection", "source__department").filter(pk=key).first()


def _shares(numbers: dict[str, int]) -> list[tuple[str, str | None, int]]:
    """Return the categories of what is found, the specially protected first, then by number."""
    rows = [(key, CATEGORIES[key].special, number) for key, number in numbers.items() if number]
    return sorted(rows, key=lambda row: (row[1] is None, -row[2]))


def _counted(asked: Asked, sources: list[UUID]) -> tuple[Search, Counts]:
    """Count what is found; where words lead nowhere, what is written alike."""
    counted = count_fields(sources, asked.search, asked.chosen())
    if not asked.search.words or counted.total:
        return asked.search, counted
    alike = allowing_typing_errors(asked.principal, asked.search)
    if not alike.alike:
        return alike, counted
    return alike, count_fields(sources, alike, asked.chosen())


def _collection(search: Search, principal: Principal) -> Collection | None:
    if search.collection is None:
        return None
    seen = fields_for(principal).filter(collection_id=search.collection).select_related("collection__source")
    first = seen.first()
    return first.collection if first else None


def _free_texts(search: Search, principal: Principal) -> int:
    """Count the free texts beside a search for special categories: such data may stand in them, too."""
    if not any(CATEGORIES[key].special for key in search.categories):
        return 0
    return matching(
        fields_for(principal), replace(search, categories=frozenset({FREE_TEXT}), words=())
    ).count()
