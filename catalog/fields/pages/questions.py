"""Open questions: where the rules are unsure, one question after another, the next follows the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.fields.models import Field
from catalog.fields.pages.details import asked_of, reasons_of
from catalog.fields.questions import ASKED, UNSURE
from catalog.fields.searching import fields_for
from catalog.fields.services.answering import answer
from catalog.fields.services.decisions import decided_words
from catalog.fields.services.problems import NotPossible
from config.web.addresses import back_to
from config.web.paging import page_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require, visible_or_404

_ORDER = ("rank", "sort_name", "id")


@require_safe
@needs(Permission.CATALOG_READ)
def questions(request: HttpRequest) -> HttpResponse:
    """Show one open question, the specially protected first; skipping it is the next page."""
    principal = principal_of(request)
    unsure = fields_for(principal).filter(UNSURE)
    rows = unsure.filter(ASKED)
    found = rows.select_related("collection", "source__department")
    page = page_of(found, _ORDER, request.GET.get("cursor"), size=1)
    numbers = unsure.aggregate(all=Count("pk"), open=Count("pk", filter=ASKED))
    context: dict[str, Any] = {
        "page": page,
        "next": request.get_full_path(),
        "open": numbers["open"],
        "all": numbers["all"],
    }
    context["settled"] = numbers["all"] - numbers["open"]
    context["may_decide"] = principal.may(Permission.FIELD_DECIDE)
    for field in page:
        context |= {"field": field, "reasons": reasons_of(field)} | asked_of(field, principal)
    return render(request, "fields/questions.html", context)


@require_POST
@needs(Permission.FIELD_DECIDE)
def field_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an answer and go back to where it was asked; in the list, the next question stands there."""
    principal = principal_of(request)
    rows = Field.objects.select_related("source")
    field = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
    require(principal, Permission.FIELD_DECIDE, field.source.department_id)
    try:
        decision = answer(field, request.POST.get("answer", ""), principal, seen=request.POST.get("seen"))
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, decided_words(decision))
    return redirect(back_to(request, reverse("field", args=[pk])))
