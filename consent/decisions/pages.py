"""The page "was this allowed then?": one decision explained step by step; the person stands in the form only."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent.consents.reading import purposes_seen
from consent.consents.searching import NoAnswer, people_named
from consent.decisions.looking import explain as look
from consent.law.categories import CATEGORIES
from consent.law.decision import Decision
from consent.law.facts import Channel
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of
from consent.purposes.models import Purpose

_CHANNELS = {
    "": gettext_lazy("no channel"), "post": gettext_lazy("post"), "email": gettext_lazy("e-mail"),
    "sms": gettext_lazy("text message"), "phone": gettext_lazy("telephone"), "device": gettext_lazy("device"),
}  # fmt: skip


class QuestionForm(forms.Form):
    """The question; both times are now where they are left out."""

    purpose = forms.ModelChoiceField(
        Purpose.objects.none(), label=gettext_lazy("Purpose"), to_field_name="key"
    )
    who = forms.CharField(max_length=320, label=gettext_lazy("Person: record id or e-mail address"))
    categories = forms.MultipleChoiceField(required=False, label=gettext_lazy("Categories of data"))
    channel = forms.ChoiceField(required=False, choices=_CHANNELS, label=gettext_lazy("Channel"))
    at = forms.DateTimeField(required=False, label=gettext_lazy("At what time"))
    known_at = forms.DateTimeField(required=False, label=gettext_lazy("As known at"))
    reason = forms.CharField(max_length=500, label=gettext_lazy("Why you ask"))

    def __init__(self, principal: Principal, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        shown: Any = self.fields
        german = (get_language() or "de").startswith("de")
        shown["purpose"].queryset = purposes_seen(principal)
        shown["categories"].choices = [
            (key, one.de if german else one.en) for key, one in CATEGORIES.items() if key != "none"
        ]

    def clean_who(self) -> UUID:
        """Return the record id of the person named."""
        named = self.cleaned_data["who"].strip()
        try:
            return UUID(named)
        except ValueError:
            return _person(named)


def _person(address: str) -> UUID:
    try:
        found = people_named("email", address)
    except NoAnswer as error:
        raise forms.ValidationError(str(error)) from None
    if len(found) != 1:
        raise forms.ValidationError(
            _("Nobody is known by this address, or several people are: name the record id.")
        )
    return found[0]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONSENT_READ)
def explain(request: HttpRequest) -> HttpResponse:
    """Ask for a decision and show each step of it."""
    principal = principal_of(request)
    form = QuestionForm(principal, request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        decision = look(
            principal.actor, asked["reason"], asked["purpose"].id, asked["who"], frozenset(asked["categories"]),
            Channel(asked["channel"]) if asked["channel"] else None, asked["at"], asked["known_at"],
        )  # fmt: skip
        context |= {"decision": decision, "words": _words(decision.text), "steps": _steps(decision)}
    return render(request, "decisions/explain.html", context)


def _steps(decision: Decision) -> list[tuple[Any, str]]:
    return [(step, _words(step.text)) for step in decision.steps]


def _words(text: Any) -> str:
    return str(text.de if (get_language() or "de").startswith("de") else text.en)
