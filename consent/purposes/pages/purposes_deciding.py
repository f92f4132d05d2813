"""Advise on a version, decide on it, end a purpose, record why a refusal does not carry over."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.web import confirm
from config.web.templatetags.words import count
from consent.consents.figures import standings
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of
from consent.purposes.decision_forms import DecisionForm, OpinionForm, ReasonForm
from consent.purposes.faults import faults_of
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.pages.purposes import told
from consent.purposes.pages.purposes_seen import purpose_or_404, version_or_404
from consent.purposes.services import decide, end_purpose, give_opinion, record_difference
from consent.purposes.words import name_of, words_of


@needs(Permission.PURPOSE_OPINION)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give the data protection officer's opinion on a version."""
    principal = principal_of(request)
    found = version_or_404(principal, key, number, Permission.PURPOSE_OPINION)
    form = OpinionForm(request.POST or None, initial={"seen": found.asked_at and found.asked_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _tried(
            form, lambda: give_opinion(principal, found, given["favourable"] == "yes", given["words"], given["seen"])
        )  # fmt: skip
        if done:
            messages.success(
                request, _("The opinion is recorded. The department's head or the representative decides.")
            )
            return redirect("purpose_version", key=key, number=number)
    context = {**told(request, principal, found), "form": form}
    return render(request, "purposes/purpose_opinion.html", context)


@needs(Permission.PURPOSE_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Decide on a version after the opinion."""
    principal = principal_of(request)
    found = version_or_404(principal, key, number, Permission.PURPOSE_DECIDE)
    represents = principal.may(Permission.PURPOSE_DISTINGUISH, found.purpose.department_id)
    form = DecisionForm(
        request.POST or None,
        leaves_consent=represents and _leaves_consent(found),
        advised_for=bool(found.opinion_favourable),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _tried(form, lambda: decide(
            principal, found, given["accepted"] == "yes", given["reason"],
            consent_left_because=given.get("consent_left_because", ""), in_force_from=given["in_force_from"],
        ))  # fmt: skip
        if done:
            messages.success(request, _("The decision is recorded."))
            return redirect("purpose", key=key)
    context = {**told(request, principal, found), "form": form}
    return render(request, "purposes/purpose_decision.html", context)


@needs(Permission.PURPOSE_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End a purpose, after saying in numbers what that stops."""
    principal = principal_of(request)
    found = purpose_or_404(principal, key, Permission.PURPOSE_DECIDE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not confirm.confirmed(request):
            return confirm.ask(request, _last_question(found))
        if _tried(form, lambda: end_purpose(principal, found, form.cleaned_data["reason"])):
            messages.success(request, _("The purpose has ended: nothing may be done for it any more."))
            return redirect("purpose", key=key)
    context = {"purpose": found, "name": name_of(found), "form": form}
    return render(request, "purposes/purpose_end.html", context)


@needs(Permission.PURPOSE_DISTINGUISH)
@require_http_methods(["GET", "HEAD", "POST"])
def distinguish(request: HttpRequest, key: str, other: str) -> HttpResponse:
    """Record why a refusal of the other purpose does not deny this one."""
    principal = principal_of(request)
    found = purpose_or_404(principal, key, Permission.PURPOSE_DISTINGUISH)
    refused = purpose_or_404(principal, other)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, lambda: record_difference(principal, found, refused, form.cleaned_data["reason"]))
    ):
        messages.success(request, _("Recorded: from now on a refusal of the one does not deny the other."))
        return redirect("purpose", key=key)
    context = {
        "purpose": found, "name": name_of(found), "refused": refused, "refused_name": name_of(refused), "form": form,
        "standing": next(iter(standings([refused])), None),
    }  # fmt: skip
    return render(request, "purposes/purpose_distinguish.html", context)


def _last_question(found: Purpose) -> confirm.Step:
    standing = next(iter(standings([found])), None)
    facts = (
        [(_("Consents that stand and will no longer permit anything"), count(standing.permits))]
        if standing
        else []
    )
    return confirm.Step(
        title=_("End “%(name)s”?") % {"name": name_of(found)},
        sentence=_(
            "From this moment on nothing may be done for this purpose any more. It cannot be taken back."
        ),
        button=_("End the purpose"),
        back=f"/purposes/{found.key}/",
        facts=facts,
    )


def _leaves_consent(version: PurposeVersion) -> bool:
    return any(fault.rule == "consent_not_replaced" for fault in faults_of(version))


def _tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it; where it is refused the form says why, with each article, and keeps what was typed."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        for fault in getattr(refused, "faults", ()):
            form.add_error(None, words_of(fault))
        return False
    return True
