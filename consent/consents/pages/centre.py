"""The preference centre: what a person agreed to, what rests on something else, and one button for each."""

from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent.consents import deciding, receipting
from consent.consents.api.reading import receipt_answer
from consent.consents.models import ConsentEvent
from consent.consents.pages.coming import Visit, visited
from consent.consents.stopping import measure
from consent.consents.uses import Use, use_of, uses_of
from consent.consents.words import KINDS
from consent.law.standing import Kind
from consent.purposes.words import name_of

_MADE = "preferences_made"
_RECEIPTS_SHOWN = 20


class ReasonForm(forms.Form):
    """Why somebody objects, for reasons of their situation (Art. 21(1) GDPR)."""

    reason = forms.CharField(
        label=gettext_lazy("Your reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


@require_safe
@visited
def preferences(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the uses; nothing changes by looking."""
    uses = uses_of(visit.subject)
    context = {
        "visit": visit,
        "agreed": [use for use in uses if use.agreed],
        "not_agreed": [use for use in uses if use.by_consent and not use.agreed],
        "others": [use for use in uses if not use.by_consent],
        "key": uuid4(),
        "signal": request.headers.get("Sec-GPC") == "1",
        "receipts": _receipts(request, visit),
    }
    return render(request, "consents/preferences.html", context)


@require_POST
@visited
def withdraw(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Withdraw one purpose; the link alone is enough."""
    arrived = perf_counter()
    use = _use(visit, key)
    event = deciding.withdraw(visit.subject, use, _form_key(request), _language(), _("Withdraw consent"))
    measure(event, arrived)
    _remember(request, event)
    messages.success(request, _("Withdrawn: %(use)s. It holds from this moment.") % {"use": use.name})
    return redirect("preferences")


@require_POST
@visited
def give(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Give one purpose; whoever came by a link proves first that the address is theirs."""
    use = _use(visit, key)
    if not visit.proved:
        messages.info(request, _("To agree, please confirm that it is you: we send you a code."))
        return redirect("preferences_code")
    button = _("Agree explicitly") if use.explicit else _("Agree")
    try:
        event = deciding.give(visit.subject, use, _form_key(request), _language(), button)
    except deciding.CannotGive:
        raise Http404 from None
    _remember(request, event)
    messages.success(request, _("You agreed: %(use)s.") % {"use": use.name})
    return redirect("preferences")


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def object_to(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Object to one use: at once against advertising, with reasons against what else may be objected to."""
    use = _use(visit, key)
    if not use.objectable:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (use.absolute or form.is_valid()):
        deciding.object_to_use(visit.subject, use, "" if use.absolute else form.cleaned_data["reason"])
        messages.success(request, _("Your objection holds from this moment: %(use)s.") % {"use": use.name})
        return redirect("preferences")
    return render(request, "consents/object.html", {"use": use, "form": form})


@require_POST
@visited
def take_back(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Take an objection back; as for giving, the code comes first."""
    use = _use(visit, key)
    if not visit.proved:
        messages.info(request, _("To take it back, please confirm that it is you: we send you a code."))
        return redirect("preferences_code")
    deciding.take_back(use)
    messages.success(request, _("Your objection is taken back: %(use)s.") % {"use": use.name})
    return redirect("preferences")


@require_safe
@visited
def receipt(request: HttpRequest, visit: Visit, event: UUID, form: str) -> HttpResponse:
    """Hand out a person's own receipt; by the link alone only of what was decided in this visit."""
    found = receipting.receipt_or_none(event, visit.subject)
    if found is None or not (visit.proved or str(event) in request.session.get(_MADE, [])):
        raise Http404
    return receipt_answer(found, form)


def _receipts(request: HttpRequest, visit: Visit) -> list[dict[str, Any]]:
    rows = receipting.with_receipts(ConsentEvent.objects.filter(subject=visit.subject))
    if not visit.proved:
        rows = rows.filter(pk__in=request.session.get(_MADE, []))
    return [
        {
            "id": row.id,
            "at": row.at,
            "name": name_of(row.purpose),
            "what": KINDS[Kind(row.kind)],
        }
        for row in rows.order_by("-at")[:_RECEIPTS_SHOWN]
    ]


def _use(visit: Visit, key: str) -> Use:
    found = use_of(visit.subject, key)
    if found is None:
        raise Http404
    return found


def _form_key(request: HttpRequest) -> str:
    """Return the key that the form was shown with: the same form sent twice is one event."""
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid4())


def _remember(request: HttpRequest, event: ConsentEvent) -> None:
    request.session[_MADE] = [*request.session.get(_MADE, []), str(event.id)][-50:]


def _language() -> str:
    return "en" if get_language() == "en" else "de"
