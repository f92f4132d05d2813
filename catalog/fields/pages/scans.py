"""Scans of a source: start, watch, cancel, and the rhythm in which they happen by themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.fields.models import Scan, ScanTable, Schedule
from catalog.fields.searching import fields_for
from catalog.fields.services.problems import NotPossible
from catalog.fields.services.scans import cancel_scan, set_schedule, start_scan
from catalog.fields.states import Decision, Rhythm, ScanState, TableState
from catalog.fields.words import RHYTHMS
from catalog.sources.models import Source
from config.web import confirm
from config.web.folding import name_key
from config.web.paging import page_of
from config.web.templatetags.words import count
from consent.law import clock
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, require, visible_or_404

_TROUBLE_FIRST = Case(
    When(state=TableState.FAILED, then=Value(0)),
    When(state=TableState.PARTIAL, then=Value(1)),
    When(state=TableState.DONE, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@require_safe
@needs(Permission.SOURCE_READ)
def source_scans(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the scans of a source, and let those who may start one or set a rhythm."""
    principal = principal_of(request)
    source = _source(principal, pk)
    page = page_of(source.scans.all(), ("-created_at", "id"), request.GET.get("cursor"), 20)
    names = names_of(scan.started_by for scan in page)
    for scan in page:
        scan.who = names.get(scan.started_by)
    context = {
        "source": source,
        "page": page,
        "live": source.scans.filter(state__in=[ScanState.QUEUED, ScanState.RUNNING]).first(),
        "schedule": Schedule.objects.filter(source=source).first(),
        "rhythms": list(RHYTHMS.items()),
        "may_scan": principal.may(Permission.SCAN_RUN, source.department_id),
    }
    return render(request, "fields/source_scans.html", context)


@require_POST
@needs(Permission.SCAN_RUN)
def scan_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start a scan and show its progress."""
    principal = principal_of(request)
    source = _source(principal, pk)
    require(principal, Permission.SCAN_RUN, source.department_id)
    try:
        scan = start_scan(source, principal)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("source_scans", pk=pk)
    return redirect("scan", pk=scan.pk)


@require_POST
@needs(Permission.SCAN_RUN)
def schedule_set(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set or end the rhythm in which a source is scanned by itself."""
    principal = principal_of(request)
    source = _source(principal, pk)
    require(principal, Permission.SCAN_RUN, source.department_id)
    asked = request.POST.get("rhythm", "")
    rhythm = Rhythm(asked) if asked in set(Rhythm) else None
    set_schedule(source, rhythm, principal)
    said = _("This source is now scanned %(rhythm)s.") % {"rhythm": RHYTHMS[rhythm]} if rhythm else None
    messages.success(request, said or _("This source is no longer scanned by itself."))
    return redirect("source_scans", pk=pk)


@require_safe
@needs(Permission.SOURCE_READ)
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a scan: how far it is, what each table brought or lacks, and what is left to decide."""
    principal = principal_of(request)
    found = _scan(principal, pk)
    if request.htmx and request.htmx.target == "progress":  # type: ignore[attr-defined]
        return render(request, "fields/scan_progress.html", _progress(found))
    rows = ScanTable.objects.filter(scan=found).annotate(order=_TROUBLE_FIRST, sort_name=name_key("name"))
    context = {
        "page": page_of(
            rows.select_related("collection"), ("order", "sort_name", "id"), request.GET.get("cursor")
        ),
        "may_scan": principal.may(Permission.SCAN_RUN, found.source.department_id),
        "may_read": principal.may(Permission.CATALOG_READ, found.source.department_id),
        "who": names_of([found.started_by]).get(found.started_by) if found.started_by else None,
        "left": _left_to_decide(principal, found),
    }
    return render(request, "fields/scan.html", context | _progress(found))


@require_POST
@needs(Permission.SCAN_RUN)
def scan_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once, then end a scan."""
    principal = principal_of(request)
    found = _scan(principal, pk)
    require(principal, Permission.SCAN_RUN, found.source.department_id)
    if found.live and not confirm.confirmed(request):
        return confirm.ask(request, _cancel_step(found, request.path.removesuffix("cancel/")))
    try:
        cancel_scan(found, principal)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The scan was cancelled. What it had found stays."))
    return redirect("scan", pk=pk)


def _cancel_step(found: Scan, back: str) -> confirm.Step:
    done = found.tables_done + found.tables_failed
    return confirm.Step(
        title=_("Cancel the scan of %(source)s?") % {"source": found.source.name},
        sentence=_("What it has found so far stays in the catalogue; the other tables are not examined."),
        button=_("Cancel the scan"),
        back=back,
        facts=[
            (_("Tables examined"), count(done)),
            (_("Tables not examined"), count(max(0, found.tables_total - done))),
        ],
    )


def _progress(found: Scan) -> dict[str, Any]:
    done = found.tables_done + found.tables_failed
    return {
        "scan": found,
        "done": done,
        "left_seconds": _left_seconds(found, done),
        "took": (found.ended_at or clock.now()) - found.started_at if found.started_at else None,
        "said": _said(found, done),
    }


def _said(found: Scan, done: int) -> str:
    if found.listed_at is None:
        return _("The tables are being listed.") if found.live else _("No table was examined.")
    words = ngettext("%(done)s of %(total)s table", "%(done)s of %(total)s tables", found.tables_total)
    return words % {"done": count(done), "total": count(found.tables_total)}


def _left_seconds(found: Scan, done: int) -> float | None:
    """Guess how long it still takes from how long it took so far; nothing while that says little."""
    if not found.live or not done or found.listed_at is None or found.interruptions:
        return None
    each = (clock.now() - found.listed_at).total_seconds() / done
    return each * max(0, found.tables_total - done)


def _left_to_decide(principal: Principal, found: Scan) -> int:
    mine = fields_for(principal).filter(source=found.source_id, gone_at__isnull=True)
    return mine.filter(personal=True, decision=Decision.PROPOSED).count()


def _source(principal: Principal, pk: UUID) -> Source:
    rows = Source.objects.select_related("department")
    return visible_or_404(rows, principal, Permission.SOURCE_READ, pk=pk)


def _scan(principal: Principal, pk: UUID) -> Scan:
    rows = Scan.objects.select_related("source__department")
    return visible_or_404(rows, principal, Permission.SOURCE_READ, "source__department", pk=pk)
