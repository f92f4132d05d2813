"""What a single field was collected for: a form on an address of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.activities.forms import PurposeOfFieldForm, field_initial
from catalog.activities.models import StatedPurpose
from catalog.activities.services.stating import follow_collection, state_purposes
from catalog.fields.models import Field
from catalog.fields.services.problems import NotPossible
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require, visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACTIVITY_EDIT)
def field_purpose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """State what the field was collected for, or follow its table again."""
    principal = principal_of(request)
    rows = Field.objects.select_related("collection", "source__department")
    found = visible_or_404(rows, principal, Permission.CATALOG_READ, "source__department", pk=pk)
    require(principal, Permission.ACTIVITY_EDIT, found.source.department_id)
    held = StatedPurpose.objects.filter(field=found).first()
    form = PurposeOfFieldForm(request.POST or None, initial=field_initial(held))
    if request.method == "POST" and form.is_valid():
        how, chosen = form.cleaned_data["how"], form.cleaned_data["purposes"]
        try:
            if how == PurposeOfFieldForm.AS_TABLE:
                follow_collection(principal, found)
            else:
                state_purposes(principal, found, [UUID(one) for one in chosen] if how == form.OWN else [])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The purpose of collection is stated."))
            return redirect("field", pk=pk)
    return render(request, "activities/field_purpose.html", {"form": form, "field": found})
