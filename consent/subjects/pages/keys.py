"""Keys and erasures: what is final, what is pending, when the keys were changed, and what is overdue."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.web.paging import page_of
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of
from consent.subjects.chores import ask_rewrap, key_state
from consent.subjects.keys import key_store
from consent.subjects.models import ChoreRun, PendingErasure, SealedProof


@require_safe
@needs(Permission.KEYS_READ)
def keys(request: HttpRequest) -> HttpResponse:
    """Show how the keys stand, the erasures, the last runs; an administrator may change the keys now."""
    principal = principal_of(request)
    page = page_of(PendingErasure.objects.all(), ("-asked_at", "id"), request.GET.get("cursor"), 20)
    living = set(key_store().living_epochs())
    for erasure in page:
        erasure.stands = _stands(erasure, living)
    proofs = SealedProof.objects.order_by("until")
    context = {
        "state": key_state(),
        "page": page,
        "runs": ChoreRun.objects.order_by("-asked_at")[:10],
        "proofs": proofs.count(),
        "next_drop": proofs.values_list("until", flat=True).first(),
        "copies": len(settings.KEY_STORE_BACKUPS),
        "kek_copies": len(settings.KEK_BACKUPS),
        "now": clock.now(),
        "may_open": principal.may(Permission.PROOF_OPEN),
        "may_change": principal.may(Permission.KEYS_CHANGE),
    }
    return render(request, "subjects/keys.html", context)


@require_POST
@needs(Permission.KEYS_CHANGE)
def change_keys(request: HttpRequest) -> HttpResponse:
    """Queue a change of keys."""
    ask_rewrap(principal_of(request))
    messages.success(request, _("The keys are being changed; reload this page to see the result."))
    return redirect("keys")


def _stands(erasure: PendingErasure, living: set[int]) -> tuple[str, str]:
    """Return the mark and the word for how far an erasure is."""
    if erasure.buried_at is None:
        return "warn", _("erasure pending: keys are still to be destroyed")
    if erasure.epoch in living:
        return "wait", _("erasure pending: until the next change of keys")
    return "ok", _("final")
