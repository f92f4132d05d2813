"""Look at sources: the list, and one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.sources.models import Outcome, Source
from catalog.sources.words import FIELDS, KINDS, kind_word, note_words, problem_words
from config.web.filters import Filter, filter_of
from config.web.paging import page_of
from config.web.sorting import sort_of
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, visible, visible_or_404

_ORDERS = {
    "name": ("sort_name", "id"),
    "department": ("department__sort_name", "sort_name", "id"),
    "kind": ("kind", "sort_name", "id"),
}
_CHANGES_SHOWN = 20


@needs(Permission.SOURCE_READ)
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources of the departments that the reader sees into."""
    principal = principal_of(request)
    rows = visible(Source.objects.active(), principal, Permission.SOURCE_READ)
    sort = sort_of(request, _ORDERS, "name")
    filters = _filters(request, rows)
    for one in filters:
        if one.values:
            rows = rows.filter(**{f"{one.name}__in": one.values})
    if wanted := request.GET.get("q", "").strip():
        rows = rows.filter(Q(name__icontains=wanted) | Q(host__icontains=wanted) | Q(path__icontains=wanted))
    # By the names of the relations: what is found in sources lies in a part that builds on this one
    rows = rows.select_related("department").annotate(scanned_at=Max("scans__ended_at"))
    page = page_of(rows, sort.ordering, request.GET.get("cursor"))
    for row in page:
        row.kind_word = kind_word(row.kind)
    context = {
        "page": page,
        "sort": sort,
        "filters": filters,
        "total": visible(Source.objects.active(), principal, Permission.SOURCE_READ).count(),
        "may_add": principal.may(Permission.SOURCE_MANAGE),
    }
    return render(request, "sources/sources.html", context)


@needs(Permission.SOURCE_READ)
@require_safe
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one source: how it is reached, whether it answers, what was changed."""
    principal = principal_of(request)
    found = source_or_404(principal, pk)
    context = {
        "source": found,
        "kind_word": kind_word(found.kind),
        "problem": problem_words(found.problem) if found.problem else "",
        "notes": note_words(found.notes),
        **_findings(found),
        "changes": _changes(found),
        "may_manage": may_manage(principal, found),
    }
    return render(request, "sources/source.html", context)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a source's history: what was set to which value, by whom, when."""

    word: str | Promise
    value: str
    who: str
    at: datetime


def _changes(found: Source) -> list[Change]:
    """Return the last changes of a source."""
    rows = list(found.changes.order_by("-id")[:_CHANGES_SHOWN])
    names = names_of(row.actor for row in rows if row.actor)
    return [
        Change(
            FIELDS.get(row.field, row.field), row.value, names.get(row.actor, "") if row.actor else "", row.at
        )
        for row in rows
    ]


def _findings(found: Any) -> dict[str, Any]:
    """Return what scans know of a source, by the names of the relations that their part adds."""
    return {
        "last_scan": found.scans.order_by("-created_at").first(),
        "collections": found.collections.count(),
        "schedule": getattr(found, "schedule", None),
    }


def source_or_404(principal: Principal, pk: UUID, permission: Permission = Permission.SOURCE_READ) -> Source:
    """Return a source that the reader may see; another department's is not there."""
    found: Source = visible_or_404(Source.objects.select_related("department"), principal, permission, id=pk)
    return found


def may_manage(principal: Principal, found: Source) -> bool:
    """Say whether the reader may change, check and retire the source now."""
    return found.retired_at is None and principal.may(Permission.SOURCE_MANAGE, found.department_id)


def _filters(request: HttpRequest, rows: QuerySet[Source]) -> list[Filter]:
    """Return the filters with how many sources each value has."""
    counted: dict[str, dict[object, int]] = {}
    for name in ("kind", "outcome"):
        values = rows.order_by().values_list(name).annotate(n=Count("id"))
        counted[name] = dict(values)
    departments = (
        rows.order_by("department__sort_name")
        .values_list("department", "department__name")
        .annotate(n=Count("id"))
    )
    kinds = [(key, word, counted["kind"][key]) for key, word in KINDS.items() if key in counted["kind"]]
    outcomes = [
        (key, word, counted["outcome"][key]) for key, word in Outcome.choices if key in counted["outcome"]
    ]
    return [
        filter_of(
            request, "department", _("Department"), [(str(key), name, n) for key, name, n in departments]
        ),
        filter_of(request, "kind", _("Kind"), [(str(key), word, n) for key, word, n in kinds]),
        filter_of(request, "outcome", _("Connection"), outcomes),
    ]
