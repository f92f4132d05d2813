"""Propose a purpose or another basis for one, in steps; what was typed travels along and is never lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of
from consent.purposes.drafts import problems_of_basis, problems_of_identity
from consent.purposes.faults import faults_of
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.pages.purposes_seen import purpose_or_404, version_or_404
from consent.purposes.proposal_forms import (
    BasisForm,
    DataForm,
    EvidenceForm,
    WhatForm,
    evidence_wanted,
    initial_of,
)
from consent.purposes.proposal_values import basis_from, identity_from, typed
from consent.purposes.services import Invalid, propose, propose_change, redraft
from consent.purposes.states import VersionState
from consent.purposes.stored import basis_of, filled, identity_of
from consent.purposes.telling import tell
from consent.purposes.words import citation_of, name_of, words_of

FORMS: dict[str, type[forms.Form]] = {
    "what": WhatForm,
    "data": DataForm,
    "basis": BasisForm,
    "evidence": EvidenceForm,
}
TITLES: dict[str, str | Promise] = {
    "what": gettext_lazy("What it is for"),
    "data": gettext_lazy("Which data of whom"),
    "basis": gettext_lazy("Legal basis"),
    "evidence": gettext_lazy("What the basis rests on"),
    "check": gettext_lazy("Check and propose"),
}
_OWN = frozenset({"csrfmiddlewaretoken", "step", "go"})
Finish = Callable[[Mapping[str, Any]], PurposeVersion]


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk through the steps: who walks, which steps, what ends it, the way out, the purpose if there is one."""

    principal: Principal
    steps: tuple[str, ...]
    finish: Finish
    back: str
    purpose: Purpose | None = None


@needs(Permission.PURPOSE_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_purpose(request: HttpRequest) -> HttpResponse:
    """Propose a new purpose."""
    principal = principal_of(request)

    def finish(given: Mapping[str, Any]) -> PurposeVersion:
        return propose(principal, given["department"], identity_from(given), basis_from(given))

    return _walk(request, Walk(principal, tuple(TITLES), finish, "/purposes/"), QueryDict())


@needs(Permission.PURPOSE_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_basis(request: HttpRequest, key: str) -> HttpResponse:
    """Propose another basis for a purpose, starting from the last one."""
    principal = principal_of(request)
    purpose = purpose_or_404(principal, key, Permission.PURPOSE_PROPOSE)
    last = (
        purpose.versions.select_related("balancing").prefetch_related("recipients").order_by("number").last()
    )
    start = typed(basis_of(last)) if last else QueryDict()

    def finish(given: Mapping[str, Any]) -> PurposeVersion:
        return propose_change(principal, purpose, basis_from(given))

    walk = Walk(principal, tuple(TITLES)[1:], finish, f"/purposes/{purpose.key}/", purpose)
    return _walk(request, walk, start)


@needs(Permission.PURPOSE_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_proposal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Change a proposal on which no opinion was given yet."""
    principal = principal_of(request)
    version = version_or_404(principal, key, number, Permission.PURPOSE_PROPOSE)
    if version.state not in {VersionState.DRAFT, VersionState.ASKED}:
        messages.error(request, _("An opinion was given on this version: propose a new one."))
        return redirect("purpose_version", key=key, number=number)
    purpose, first = version.purpose, version.number == 1
    identity = identity_of(purpose) if first else None

    def finish(given: Mapping[str, Any]) -> PurposeVersion:
        return redraft(principal, version, basis_from(given), identity_from(given) if first else None)

    walk = Walk(principal, tuple(TITLES)[0 if first else 1 :], finish, f"/purposes/{purpose.key}/", purpose)
    return _walk(request, walk, typed(basis_of(version), identity, purpose.department_id))


def _walk(request: HttpRequest, walk: Walk, start: QueryDict) -> HttpResponse:
    """Show the step that is asked for; only a step that is right leads on, a way back always does."""
    posted = request.method == "POST"
    data = request.POST if posted else start
    at = data.get("step", "") if posted and data.get("step") in walk.steps else walk.steps[0]
    go = data.get("go", "") if posted else ""
    place = walk.steps.index(at)
    if go == "back":
        return _show(request, walk, walk.steps[max(0, place - 1)], data)
    if go == "propose" and at == "check":
        return _finish(request, walk, data)
    if go not in {"next", "later"} or at == "check":
        return _show(request, walk, at, data)
    form = _form(walk, at, data, lax=go == "later")
    if not form.is_valid():
        return _show(request, walk, at, data, form)
    return _show(request, walk, walk.steps[place + 1], data)


def _finish(request: HttpRequest, walk: Walk, data: QueryDict) -> HttpResponse:
    """Propose what all steps hold together; what a step holds wrongly is shown there."""
    given: dict[str, Any] = {}
    checked: dict[str, forms.Form] = {}
    for step in walk.steps[:-1]:
        checked[step] = _form(walk, step, data, lax=True)
        if not checked[step].is_valid():
            return _show(request, walk, step, data, checked[step])
        given |= checked[step].cleaned_data
    try:
        version = walk.finish(given)
    except Invalid as invalid:
        return _blame(request, walk, data, checked, invalid.problems)
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, walk, "check", data)
    if version.state is VersionState.ASKED:
        messages.success(request, _("Proposed. The data protection officer is asked for an opinion."))
    else:
        messages.warning(request, _("Kept as a draft: something lacks before anybody is asked."))
    return redirect("purpose_version", key=version.purpose.key, number=version.number)


def _blame(
    request: HttpRequest,
    walk: Walk,
    data: QueryDict,
    checked: Mapping[str, forms.Form],
    problems: Mapping[str, str],
) -> HttpResponse:
    """Show the first step that holds what cannot be taken, with the reason at its field."""
    for step, form in checked.items():
        found = {name: words for name, words in problems.items() if name in form.fields}
        for name, words in found.items():
            form.add_error(name, words)
        if found:
            return _show(request, walk, step, data, form)
    messages.error(request, next(iter(problems.values())))
    return _show(request, walk, "check", data)


def _form(walk: Walk, step: str, given: QueryDict, *, lax: bool = False, judge: bool = True) -> forms.Form:
    """Return a step's form with what was typed; what it asks for depends on what was chosen before.

    `judge`: whether the form is to say what is wrong; `lax`: whether evidence may be left out.
    """
    more: dict[str, Any] = {"data": given} if judge else {"initial": initial_of(FORMS[step], given)}
    if step == "what":
        return WhatForm(walk.principal, **more)
    if step == "data":
        return DataForm(**more)
    if step == "basis":
        return BasisForm(_chosen(given), **more)
    return EvidenceForm(_chosen(given), lax=lax, **more)


def _chosen(data: QueryDict) -> dict[str, Any]:
    lists = {name: data.getlist(name) for name in ("categories", "subjects")}
    return {**lists, "art6": data.get("art6", ""), "art9": data.get("art9", "")}


def _show(
    request: HttpRequest, walk: Walk, step: str, data: QueryDict, form: forms.Form | None = None
) -> HttpResponse:
    """Show a step: its form with what was typed, everything else carried along unseen."""
    if step == "evidence" and form is None and not evidence_wanted(_chosen(data)):
        # Nothing to ask here, so neither way stops: vital interests need no more than their name
        step = "basis" if data.get("go") == "back" else "check"
    if step != "check" and form is None:
        form = _form(walk, step, data, judge=False)
    shown = set(form.fields) if form else set()
    kept = [(name, value) for name, values in data.lists() for value in values if name not in _OWN | shown]
    context = {
        "form": form, "step": step, "title": TITLES[step], "number": walk.steps.index(step) + 1,
        "steps": len(walk.steps), "first": step == walk.steps[0], "kept": kept, "back": walk.back,
        "purpose": name_of(walk.purpose) if walk.purpose else "",
        **(_checked(walk, data) if step == "check" else {}),
    }  # fmt: skip
    return render(request, "purposes/purpose_propose.html", context)


def _checked(walk: Walk, data: QueryDict) -> dict[str, Any]:
    """Return what would be proposed, and what the law of today holds against it."""
    given: dict[str, Any] = {}
    for step in walk.steps[:-1]:
        form = _form(walk, step, data, lax=True)
        if not form.is_valid():
            return {"incomplete": TITLES[step]}
        given |= form.cleaned_data
    basis = basis_from(given)
    identity = identity_from(given) if "kinds" in given else None
    found = [*problems_of_basis(basis), *(problems_of_identity(identity) if identity else [])]
    purpose = walk.purpose or Purpose(kinds=list(identity.kinds) if identity else [])
    number = 1 if walk.purpose is None else 1_000_000
    version = filled(PurposeVersion(purpose=purpose, number=number), basis)
    faults = [(words_of(one), citation_of(one.article), one.verified) for one in faults_of(version)]
    return {"facts": tell(basis), "identity": identity, "problems": found, "faults": faults}
