"""The staff's pages: how consents stand and went, and files of events that were imported."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from config.web.paging import page_of
from consent.consents import figures
from consent.consents.importing import queue_import
from consent.consents.lines import NEEDED, OPTIONAL, NoHeading
from consent.consents.models import ConsentImport
from consent.consents.reading import purposes_seen
from consent.consents.stopping import DAYS, stopped
from consent.consents.words import fault_words
from consent.parties.models import Controller, Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, visible, visible_or_404
from consent.purposes.words import name_of


class ImportForm(forms.Form):
    """The file, and the department in whose name it is taken."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"))
    file = forms.FileField(label=gettext_lazy("CSV file"))

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = visible(Department.objects.filter(closed_at=None), principal, Permission.CONSENT_RECORD, "id")
        field: Any = self.fields["department"]
        field.queryset = rows.order_by("name")


@require_safe
@needs(Permission.CONSENT_READ)
def consents(request: HttpRequest) -> HttpResponse:
    """Show for each purpose how many people's consent stands."""
    principal = principal_of(request)
    rows = figures.standings(list(purposes_seen(principal).select_related("department")))
    context = {
        "rows": [(one, name_of(one.purpose)) for one in rows],
        "stopped": stopped(),
        "days": DAYS,
        "may_record": principal.may(Permission.CONSENT_RECORD),
    }
    return render(request, "consents/consents.html", context)


@require_safe
@needs(Permission.CONSENT_READ)
def over_time(request: HttpRequest, key: str) -> HttpResponse:
    """Show how consents to one purpose went: a drawing, and its table."""
    purpose = purposes_seen(principal_of(request)).filter(key=key).first()
    if purpose is None:
        raise Http404
    controller = Controller.current()
    months = figures.months_of(purpose, controller.time_zone if controller else settings.TIME_ZONE)
    lines, top = figures.drawn(months)
    context = {
        "purpose": purpose,
        "name": name_of(purpose),
        "months": months,
        "lines": lines,
        "top": top,
        "standing": next(iter(figures.standings([purpose])), None),
    }
    return render(request, "consents/over_time.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONSENT_RECORD)
def imports(request: HttpRequest) -> HttpResponse:
    """List the files, and take another one."""
    principal = principal_of(request)
    form = ImportForm(principal, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = queue_import(principal, form.cleaned_data["department"], file.name, file)
        except NoHeading as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The file is being read; this page may be left."))
            return redirect("consent_import", pk=run.id)
    page = page_of(_seen(principal), ("-made_at", "-id"), request.GET.get("cursor"))
    context = {"form": form, "page": page, "needed": NEEDED, "optional": OPTIONAL}
    return render(request, "consents/imports.html", context)


@require_safe
@needs(Permission.CONSENT_RECORD)
def one_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a file is, and each line that was not taken."""
    run = visible_or_404(ConsentImport.objects.all(), principal_of(request), Permission.CONSENT_RECORD, id=pk)
    page = page_of(run.broken_lines.all(), ("line",), request.GET.get("cursor"))
    lines = [(row.line, row.column, fault_words(row.fault)) for row in page]
    return render(request, "consents/import.html", {"run": run, "page": page, "lines": lines})


def _seen(principal: Principal) -> Any:
    return visible(ConsentImport.objects.select_related("department"), principal, Permission.CONSENT_RECORD)
