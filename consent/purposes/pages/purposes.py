"""Look at purposes: the list, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.web.paging import page_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, visible
from consent.purposes.models import Purpose
from consent.purposes.words import name_of


@needs(Permission.PURPOSE_SEE)
@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """List the purposes of the departments that the reader sees into."""
    rows = visible(
        Purpose.objects.select_related("department"), principal_of(request), Permission.PURPOSE_SEE
    )
    page = page_of(rows, ("department__sort_name", "key"), request.GET.get("cursor"))
    return render(
        request, "purposes/purpose_list.html", {"page": page, "rows": [(row, name_of(row)) for row in page]}
    )
