"""Sealed proofs: one person asks to open with a reason, another one answers; what was sealed is shown once."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.web.paging import page_of
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of
from consent.subjects.models import ProofOpening, SealedProof
from consent.subjects.services import answer_proof, ask_to_open_proof


class ReasonForm(forms.Form):
    """For which claim or which period a proof is opened."""

    reason = forms.CharField(
        max_length=1000,
        label=gettext_lazy("For which claim or which period it is opened"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@needs(Permission.PROOF_OPEN)
def proofs(request: HttpRequest) -> HttpResponse:
    """List the sealed proofs, those that somebody wants opened first."""
    waiting = list(_openings().filter(answered_at=None).order_by("asked_at"))
    page = page_of(SealedProof.objects.defer("sealed"), ("until", "id"), request.GET.get("cursor"))
    context = {"page": page, "waiting": _named(waiting)}
    return render(request, "subjects/proofs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROOF_OPEN)
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who asked for a proof and what was answered; POST asks for it to be opened."""
    found = get_object_or_404(SealedProof.objects.defer("sealed"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_open_proof(principal_of(request), found, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", error)
        else:
            messages.success(request, _("Asked. Somebody else must answer before it opens."))
            return redirect("proof", pk=pk)
    return _shown(request, found, form)


@require_POST
@needs(Permission.PROOF_OPEN)
def answer(request: HttpRequest, pk: UUID, opening: int) -> HttpResponse:
    """Answer as the second person; what was sealed is on this answer alone, and on no other page."""
    found = get_object_or_404(ProofOpening.objects.select_related("proof"), pk=opening, proof=pk)
    granted = request.POST.get("answer") == "open"
    try:
        content = answer_proof(principal_of(request), found, granted)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("proof", pk=pk)
    if content is None:
        messages.success(request, _("Refused. The proof stays sealed."))
        return redirect("proof", pk=pk)
    return _shown(request, found.proof, ReasonForm(), content)


def _shown(
    request: HttpRequest, found: SealedProof, form: ReasonForm, content: dict[str, object] | None = None
) -> HttpResponse:
    openings = list(_openings().filter(proof=found).order_by("-asked_at"))
    context = {
        "proof": found,
        "form": form,
        "openings": _named(openings),
        "content": content,
        "me": principal_of(request).actor,
    }
    answer = render(request, "subjects/proof.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _openings() -> QuerySet[ProofOpening]:
    return ProofOpening.objects.select_related("proof").defer("proof__sealed")


def _named(openings: list[ProofOpening]) -> list[tuple[ProofOpening, str | None, str | None]]:
    people = {who for one in openings for who in (one.asked_by, one.answered_by) if who}
    names = names_of(people)
    return [
        (one, names.get(one.asked_by), names.get(one.answered_by) if one.answered_by else None)
        for one in openings
    ]
