"""The people of a source: which tables hold them, the runs, and one run with its report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.enrolment.models import Enrolment, PeopleTable
from catalog.enrolment.services.running import start_enrolment
from catalog.enrolment.services.settling import questions
from catalog.fields.models import Collection
from catalog.fields.services.problems import NotPossible
from catalog.sources.pages.reading import source_or_404
from config.web.paging import page_of
from consent.law import clock
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require, visible_or_404


@require_safe
@needs(Permission.SOURCE_READ)
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show which tables of a source hold people, what tells who they are, and what runs brought."""
    principal = principal_of(request)
    source = source_or_404(principal, pk)
    tables = Collection.objects.filter(source=source, gone_at=None).order_by("sort_name", "id")
    declared = PeopleTable.objects.filter(collection__source=source).select_related("collection", "key")
    context = {
        "source": source,
        "declared": declared.prefetch_related("identifiers__field").order_by("collection__sort_name"),
        "others": page_of(tables.filter(people_table=None), ("sort_name", "id"), request.GET.get("cursor")),
        "runs": source.enrolments.order_by("-created_at")[:10],
        "live": source.enrolments.filter(ended_at=None).first(),
        "open": questions(principal, source).filter(settled_at=None).count(),
        "may_enrol": source.retired_at is None
        and principal.may(Permission.SUBJECT_ENROL, source.department_id),
        "may_join": principal.may(Permission.SUBJECT_JOIN, source.department_id),
    }
    return render(request, "enrolment/people.html", context)


@require_POST
@needs(Permission.SUBJECT_ENROL)
def enrol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start an enrolment and show its progress."""
    principal = principal_of(request)
    source = source_or_404(principal, pk)
    require(principal, Permission.SUBJECT_ENROL, source.department_id)
    try:
        run = start_enrolment(principal, source)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("source_people", pk=pk)
    return redirect("enrolment", pk=run.pk)


@require_safe
@needs(Permission.SOURCE_READ)
def enrolment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a run: how far it is, and where every row went."""
    principal = principal_of(request)
    rows = Enrolment.objects.select_related("source__department")
    run: Enrolment = visible_or_404(rows, principal, Permission.SOURCE_READ, "source__department", pk=pk)
    context = _report(run) | {
        "who": names_of([run.started_by]).get(run.started_by) if run.started_by else None,
        "open": questions(principal, run.source).filter(settled_at=None).count(),
    }
    if request.htmx and request.htmx.target == "progress":  # type: ignore[attr-defined]
        return render(request, "enrolment/progress.html", context)
    return render(request, "enrolment/enrolment.html", context)


def _report(run: Enrolment) -> dict[str, Any]:
    return {
        "run": run,
        "took": (run.ended_at or clock.now()) - run.started_at if run.started_at else None,
        "parts": [
            (_("linked to somebody before"), run.linked_before, ""),
            (_("of somebody known already"), run.joined, _("by a number or an e-mail address")),
            (_("of new people"), run.made, ""),
            (
                _("left without a person"),
                run.unclear,
                _("nothing tells whose they are; such rows are not delivered where consent matters"),
            ),
            (_("without a key"), run.without_key, _("they cannot be told apart from others")),
        ],
    }
