"""The controller's record: shown, changed, and what it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.web.paging import page_of
from consent.parties.actors import names_of
from consent.parties.controllers import authority_of, change_controller
from consent.parties.forms import ControllerForm
from consent.parties.models import Controller, ControllerChange
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of


@needs(Permission.CONTROLLER_READ)
@require_safe
def controller(request: HttpRequest) -> HttpResponse:
    """Show the record, and to whoever may change it, its history."""
    principal = principal_of(request)
    record = Controller.current()
    page = page_of(ControllerChange.objects.all(), ("-id",), request.GET.get("cursor"), 20)
    names = names_of(change.actor for change in page.rows if change.actor)
    history = [(change, label_of(change.field), names.get(change.actor)) for change in page.rows]
    return render(
        request,
        "parties/controller.html",
        {
            "record": record,
            "authority": authority_of(record),
            "page": page,
            "history": history if principal.may(Permission.EVIDENCE_STATE) else [],
            "may_change": principal.may(Permission.CONTROLLER_CHANGE),
        },
    )


@needs(Permission.CONTROLLER_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change the record; every changed field is evidence."""
    record = Controller.current() or Controller()
    form = ControllerForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        before = Controller.current() or Controller()
        names = [name for name in form.fields if getattr(before, name) != getattr(form.instance, name)]
        change_controller(principal_of(request).actor, form.instance, names)
        messages.success(request, _("The record is saved."))
        return redirect("controller")
    return render(request, "parties/controller_form.html", {"form": form})


def label_of(field: str) -> str:
    """Name a field of the record in the reader's language."""
    return str(getattr(Controller._meta.get_field(field), "verbose_name", field))
