"""The overview: where personal data lies, how much of it people have looked at, what is open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.fields.figures import figures, sources_with_state
from catalog.fields.models import Finding
from catalog.fields.questions import ASKED
from catalog.fields.rules import version_in_force
from catalog.fields.searching import fields_for
from catalog.fields.states import FindingState
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, visible

_SHOWN = 7


@require_safe
@needs(Permission.CATALOG_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of what the reader may see."""
    principal = principal_of(request)
    rules = version_in_force()
    findings = visible(Finding.objects.all(), principal, Permission.FINDING_READ)
    context = {
        "figures": figures(principal, rules),
        "sources": sources_with_state(principal),
        "findings": findings.filter(state=FindingState.OPEN)
        .select_related("collection", "field", "source", "department", "activity", "owner")
        .order_by("-opened_at", "pk")[:_SHOWN],
        "questions": fields_for(principal).filter(ASKED).count(),
        "rules_version": rules,
        "may_add": principal.may(Permission.SOURCE_MANAGE),
    }
    return render(request, "fields/overview.html", context)
