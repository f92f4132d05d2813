"""One field on a page of its own, and the decisions of people on one or many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.fields.models import Field
from catalog.fields.pages.asked import Asked
from catalog.fields.pages.details import details_of
from catalog.fields.precedence import Ruling
from catalog.fields.searching import fields_for, search_fields
from catalog.fields.services.decisions import Announced, announce, decide, decided_words
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import Decision
from config.web import confirm
from config.web.addresses import back_to
from config.web.templatetags.web import category_name
from config.web.templatetags.words import count
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require, visible_or_404


@require_safe
@needs(Permission.CATALOG_READ)
def field(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show everything that the catalogue knows of one field."""
    principal = principal_of(request)
    rows = Field.objects.select_related("collection", "source__department")
    chosen = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
    return render(request, "fields/field.html", details_of(chosen, principal))


@require_POST
@needs(Permission.FIELD_DECIDE)
def field_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry out a decision on one field."""
    principal = principal_of(request)
    rows = Field.objects.select_related("source")
    chosen = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
    require(principal, Permission.FIELD_DECIDE, chosen.source.department_id)
    try:
        ruling = ruling_of(request.POST)
        decision = decide(
            Field.objects.filter(pk=pk),
            principal,
            ruling,
            request.POST.get("reason", ""),
            seen=request.POST.get("seen"),
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, decided_words(decision))
    return redirect(back_to(request, reverse("field", args=[pk])))


@require_POST
@needs(Permission.FIELD_DECIDE)
def fields_decide(request: HttpRequest) -> HttpResponse:
    """Decide on many fields: say in numbers what will happen, ask once, then do it."""
    principal = principal_of(request)
    back = back_to(request, reverse("catalog"))
    try:
        ruling = ruling_of(request.POST)
        fields = _selected(request, Asked(_query(request), principal))
        if confirm.confirmed(request):
            decision = decide(
                fields, principal, ruling, request.POST.get("reason", ""), seen=request.POST.get("seen")
            )
            messages.success(request, decided_words(decision))
            return redirect(back)
        told = announce(fields, principal, ruling)
        _check_before_asking(ruling, told, request.POST.get("reason", ""))
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(back)
    _carry(request, "seen", told.seen)
    return confirm.ask(request, _step(ruling, told, back))


def ruling_of(sent: Any) -> Ruling:
    """Read a decision as it was sent. Raises NotPossible."""
    try:
        action = Decision(sent.get("action", ""))
    except ValueError:
        raise NotPossible(_("Please choose what to decide.")) from None
    if action is Decision.CHANGED:
        return Ruling(action, sent.get("category", "") or "", sent.get("subjects") or None)
    return Ruling(action)


def _selected(request: HttpRequest, asked: Asked) -> QuerySet[Field]:
    """Return the ticked fields, or everything that the filter finds."""
    if request.POST.get("all") == "yes":
        found, _search = search_fields(asked.principal, asked.search)
        return found
    ticked = []
    for text in request.POST.getlist("field"):
        try:
            ticked.append(UUID(text))
        except ValueError:
            raise NotPossible(_("A chosen field could not be read; please choose again.")) from None
    if not ticked:
        raise NotPossible(_("Please tick the fields first, or choose all that are found."))
    return fields_for(asked.principal).filter(pk__in=ticked)


def _check_before_asking(ruling: Ruling, told: Announced, reason: str) -> None:
    if not told.count:
        raise NotPossible(_("There is nothing to decide here: the chosen fields are that already."))
    if ruling.action is not Decision.CONFIRMED and not reason.strip():
        raise NotPossible(_("Please give a reason: whoever changes or rejects a category says why."))
    if ruling.action is Decision.CHANGED and not ruling.category:
        raise NotPossible(_("Please choose the category that is right."))


def _step(ruling: Ruling, told: Announced, back: str) -> confirm.Step:
    number = {"n": count(told.count)}
    titles = {
        Decision.CONFIRMED: ngettext("Confirm %(n)s field?", "Confirm %(n)s fields?", told.count) % number,
        Decision.CHANGED: ngettext("Change %(n)s field?", "Change %(n)s fields?", told.count) % number,
        Decision.REJECTED: ngettext("Reject %(n)s proposal?", "Reject %(n)s proposals?", told.count) % number,
    }
    buttons = {
        Decision.CONFIRMED: ngettext("Confirm %(n)s field", "Confirm %(n)s fields", told.count) % number,
        Decision.CHANGED: ngettext("Change %(n)s field", "Change %(n)s fields", told.count) % number,
        Decision.REJECTED: ngettext("Reject %(n)s proposal", "Reject %(n)s proposals", told.count) % number,
    }
    facts: list[tuple[str, str]] = [
        (_("Fields"), count(told.count)),
        (_("of them specially protected"), count(told.special)),
        (_("of them decided before"), count(told.decided)),
    ]
    if ruling.category:
        facts.append((_("New category"), category_name(ruling.category)))
    return confirm.Step(
        title=titles[ruling.action],
        sentence=_("Your decision holds through every later scan. It is recorded with your reason."),
        button=buttons[ruling.action],
        back=back,
        facts=facts,
        destructive=ruling.action is Decision.REJECTED,
    )


def _query(request: HttpRequest) -> QueryDict:
    """Return the list's own address as it was sent along, so that "all" means what was seen."""
    return QueryDict(request.POST.get("query", "").lstrip("?"))


def _carry(request: HttpRequest, name: str, value: str) -> None:
    """Let the question before the deed carry one more value."""
    sent = request.POST.copy()
    sent[name] = value
    request.POST = sent  # type: ignore[assignment]
