"""One collection: what it is, whose data it holds, and its fields in the order of the source."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.fields.models import Collection, Field
from catalog.fields.states import Decision
from config.web.paging import page_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, visible_or_404

_FIELDS_SHOWN = 200


@require_safe
@needs(Permission.CATALOG_READ)
def collection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the collection with its fields; those that are gone come last."""
    principal = principal_of(request)
    rows = Collection.objects.select_related("source__department")
    found = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
    fields = Field.objects.filter(collection=found).defer("reasons")
    there = fields.filter(gone_at__isnull=True)
    context = {
        "collection": found,
        "page": page_of(there, ("position", "id"), request.GET.get("cursor"), _FIELDS_SHOWN),
        "total": there.count(),
        "personal": there.filter(personal=True).count(),
        "special": there.filter(special__isnull=False).count(),
        "proposed": there.filter(personal=True, decision=Decision.PROPOSED).count(),
        "gone": fields.filter(gone_at__isnull=False).order_by("-gone_at")[:_FIELDS_SHOWN],
    }
    return render(request, "fields/collection.html", context)
