"""Erase one person: says in numbers what will happen, asks once, seals what the law wants kept."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of
from consent.subjects.erasure import about_to_go
from consent.subjects.ids import RecordId
from consent.subjects.models import Subject
from consent.subjects.services import erase, seal_proof


class EndForm(forms.Form):
    """Until when what the law says must be kept stays reachable, and that the reader means it."""

    keep_until = forms.DateField(
        required=False,
        label=gettext_lazy("Keep a sealed proof until"),
        help_text=gettext_lazy(
            "Only where a claim or a retention period needs it (Art. 17(3)); two people open it. Empty: nothing is kept."
        ),
    )
    meant = forms.BooleanField(label=gettext_lazy("I have checked that nothing forbids the erasure"))

    def clean_keep_until(self) -> date | None:
        """Refuse a day that is over."""
        day: date | None = self.cleaned_data["keep_until"]
        if day is not None and day <= clock.now().date():
            raise forms.ValidationError(_("This day is over: name a day to come, or none."))
        return day


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SUBJECT_ERASE)
def erase_person(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Show what goes and what stays; POST erases."""
    person = get_object_or_404(Subject, pk=subject)
    form = EndForm(request.POST or None)
    if request.method == "POST" and person.erased_at is None and form.is_valid():
        principal, who = principal_of(request), RecordId(person.pk)
        until = form.cleaned_data["keep_until"]
        proof = seal_proof(principal, who, until) if until else None
        erase(principal, who)
        messages.success(
            request,
            _("The person is erased. It is final after the next change of keys, at most a day from now."),
        )
        return redirect("proof", pk=proof.pk) if proof else redirect("keys")
    goes = None if person.erased_at else about_to_go(RecordId(person.pk))
    return render(request, "subjects/erase.html", {"person": person, "goes": goes, "form": form})
