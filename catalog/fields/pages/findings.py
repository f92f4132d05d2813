"""Findings: what departs from the catalogue, whose it is, and what was done about it."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.fields.models import Finding
from catalog.fields.services.findings import handle_finding
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import UNTIL_KNOWN, FindingState
from catalog.fields.words import FINDING_STATES, FINDINGS
from config.web.addresses import back_to
from config.web.beside import chosen_id, wants_panel
from config.web.filters import Filter, filter_of
from config.web.paging import page_of
from config.web.sorting import sort_of
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, require, visible, visible_or_404

ORDERS = {
    "opened": ("opened_at", "id"),
    "kind": ("kind", "opened_at", "id"),
    "source": ("department__sort_name", "opened_at", "id"),
}


@require_safe
@needs(Permission.FINDING_READ)
def findings(request: HttpRequest) -> HttpResponse:
    """Show the open findings, or what the filters say; with `?finding=` its details beside the list."""
    principal = principal_of(request)
    chosen = _chosen(request, principal)
    if wants_panel(request):
        return render(request, "fields/findings_panel.html", chosen)
    mine = visible(_rows(), principal, Permission.FINDING_READ)
    filters = _filters(request, mine)
    states = filters[0].values or ([] if "state" in request.GET else [FindingState.OPEN.value])
    found = mine.filter(state__in=states) if states else mine
    for path, wanted in (("kind", filters[1]), ("department", filters[2])):
        if wanted.values:
            found = found.filter(**{f"{path}__in": wanted.values})
    sort = sort_of(request, ORDERS, "-opened")
    context = {
        "filters": filters,
        "sort": sort,
        "page": page_of(found, sort.ordering, request.GET.get("cursor")),
        "total": found.count(),
        "open": mine.filter(state=FindingState.OPEN).count(),
        "only_open": states == [FindingState.OPEN.value],
        "any": mine.exists(),
    }
    return render(request, "fields/findings.html", context | chosen)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FINDING_READ)
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one finding; whoever may handle it says what was done."""
    principal = principal_of(request)
    found = visible_or_404(_rows(), principal, Permission.FINDING_READ, pk=pk)
    reason = ""
    if request.method == "POST":
        require(principal, Permission.FINDING_HANDLE, found.department_id)
        reason = request.POST.get("reason", "")
        try:
            handle_finding(found, principal, reason)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The finding is handled."))
            return redirect(back_to(request, reverse("findings")))
    return render(request, "fields/finding.html", _one(found, principal) | {"reason": reason})


def _chosen(request: HttpRequest, principal: Principal) -> dict[str, object]:
    """Return the template variables of the finding that is shown beside the list; none without one."""
    key = chosen_id(request, "finding")
    mine = visible(_rows(), principal, Permission.FINDING_READ)
    found = mine.filter(pk=key).first() if key else None
    return _one(found, principal) if found else {}


def _one(found: Finding, principal: Principal) -> dict[str, object]:
    department = found.department_id
    return {
        "finding": found,
        "who": names_of([found.handled_by]).get(found.handled_by) if found.handled_by else None,
        "may_handle": found.state == FindingState.OPEN
        and found.kind not in UNTIL_KNOWN
        and principal.may(Permission.FINDING_HANDLE, department),
    }


def _filters(request: HttpRequest, mine: QuerySet[Finding]) -> list[Filter]:
    by_state = dict(mine.order_by().values_list("state").annotate(Count("pk")))
    by_kind = dict(mine.order_by().values_list("kind").annotate(Count("pk")))
    places = mine.order_by("department__sort_name").values_list("department", "department__name")
    departments = places.annotate(Count("pk"))
    return [
        filter_of(
            request, "state", _("State"), [(str(k), w, by_state.get(k, 0)) for k, w in FINDING_STATES.items()]
        ),
        filter_of(
            request, "kind", _("Kind"), [(str(k), w, by_kind[k]) for k, w in FINDINGS.items() if k in by_kind]
        ),
        filter_of(request, "department", _("Department"), [(str(k), w, n) for k, w, n in departments]),
    ]


def _rows() -> QuerySet[Finding]:
    return Finding.objects.select_related(
        "collection", "field", "source", "department", "activity", "owner", "scan"
    )
