"""Open proposals: what was decided for the same column elsewhere; accept or decline, several at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.fields.models import Field
from catalog.fields.remembering import open_proposals, told_of
from catalog.fields.services.decisions import decided_words
from catalog.fields.services.problems import NotPossible
from catalog.fields.services.proposing import accept_proposals, decline_proposals, field_of
from config.web.addresses import back_to
from config.web.paging import page_of
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, visible

_ORDER = ("rank", "sort_name", "id")


@require_safe
@needs(Permission.FIELD_DECIDE)
def proposals(request: HttpRequest) -> HttpResponse:
    """Show the proposals on which the reader may decide, the specially protected first."""
    principal = principal_of(request)
    found = open_proposals(principal).select_related("source__department").defer("reasons")
    page = page_of(found, _ORDER, request.GET.get("cursor"))
    context = {"page": page, "proposals": told_of(list(page), principal)}
    return render(request, "fields/proposals.html", context)


@require_POST
@needs(Permission.FIELD_DECIDE)
def proposals_settle(request: HttpRequest) -> HttpResponse:
    """Accept or decline the chosen proposals and go back to where they stood."""
    principal = principal_of(request)
    marks = set(request.POST.getlist("proposal"))
    try:
        for said in _settled(request.POST.get("action", ""), marks, principal):
            messages.success(request, said)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(back_to(request, reverse("proposals")))


def must_see(marks: set[str], principal: Principal) -> None:
    """Raise Http404 where one of the proposals is about a field that the person may not see."""
    chosen = {field_of(mark) for mark in marks}
    rows = visible(
        Field.objects.filter(pk__in=chosen), principal, Permission.CATALOG_READ, "source__department"
    )
    if rows.count() != len(chosen):
        raise Http404(_("One of the fields is not here, or you may not see it."))


def _settled(action: str, marks: set[str], principal: Principal) -> list[str]:
    must_see(marks, principal)
    if action == "accept":
        return [decided_words(one) for one in accept_proposals(marks, principal)]
    if action == "decline":
        number = decline_proposals(marks, principal)
        return [ngettext("%(n)d proposal declined.", "%(n)d proposals declined.", number) % {"n": number}]
    raise NotPossible(_("Please choose whether to accept or decline."))
