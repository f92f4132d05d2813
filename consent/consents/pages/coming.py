"""The ways into the preference centre: the link, the code, and out again. GET changes no consent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from time import perf_counter
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent.consents import centre, deciding
from consent.consents.limits import within
from consent.consents.stopping import measure
from consent.law import clock

_SESSION = "preferences"
_ASKED = "preferences_asked"
_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is here; `proved` says that they entered a code that was mailed to them."""

    subject: UUID
    proved: bool


class AddressForm(forms.Form):
    """The address that the code goes to."""

    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=gettext_lazy("Code from the e-mail"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


def visit_of(request: HttpRequest) -> Visit | None:
    """Return who is here; None for strangers and after half an hour."""
    kept = request.session.get(_SESSION)
    if not kept or kept["until"] < clock.now().timestamp():
        return None
    return Visit(UUID(kept["subject"]), kept["proved"])


def visited(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead strangers to the code; hear a browser that objects on whatever it sends."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request)
        if visit is None:
            return redirect("preferences_code")
        if request.method == "POST" and request.headers.get("Sec-GPC") == "1":
            deciding.hear_signal(visit.subject)
        return page(request, visit, *args, **kwargs)

    return guarded


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Swap a link's token for a short visit; a forged or expired one leads to the code."""
    link = centre.link_for(token)
    if link is None:
        messages.info(request, _("This link is no longer valid. We send you a code instead."))
        answer = redirect("preferences_code")
    else:
        _begin(request, link.subject_id, proved=False)
        answer = redirect("preferences")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the address; every address gets the same answer in the same time."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within("ask", get_adapter(request).get_client_ip(request), 20, 3600):
            return render(request, "consents/too_often.html", status=429)
        address = form.cleaned_data["address"]
        # Beyond the limit of an address nothing is mailed, and the page says the same
        if within("address", address, 5, 3600):
            request.session[_ASKED] = str(centre.ask_code(address, get_language() or "de").id)
        return redirect("preferences_enter")
    return render(request, "consents/ask.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within("enter", get_adapter(request).get_client_ip(request), 60, 3600):
            return render(request, "consents/too_often.html", status=429)
        asked = request.session.get(_ASKED)
        subject = centre.enter_code(UUID(asked), form.cleaned_data["code"]) if asked else None
        if subject is not None:
            del request.session[_ASKED]
            _begin(request, subject, proved=True)
            return redirect("preferences")
        form.add_error("code", _("This code is not right, or no longer valid. You can have a new one sent."))
    return render(request, "consents/enter.html", {"form": form, "minutes": centre.CODE_MINUTES})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the visit."""
    request.session.pop(_SESSION, None)
    if not request.user.is_authenticated:
        request.session.cycle_key()
    return render(request, "consents/ended.html")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """End one purpose by a mail program's POST (RFC 8058), or by the button of this page."""
    arrived = perf_counter()
    link = centre.link_for(token, one_click=True)
    if link is None:
        messages.info(request, _("This link is not valid. We send you a code instead."))
        answer: HttpResponse = redirect("preferences_code")
    elif request.method == "POST":
        event = deciding.end_by_one_click(link)
        if event is not None:
            measure(event, arrived)
        answer = render(request, "consents/one_click.html", {"link": link, "done": True})
    else:
        answer = render(request, "consents/one_click.html", {"link": link, "done": False})
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _begin(request: HttpRequest, subject: UUID, *, proved: bool) -> None:
    until = clock.now().timestamp() + _SECONDS
    if (
        not request.user.is_authenticated
    ):  # a member of staff keeps the session that their list of sessions names
        request.session.cycle_key()
    request.session[_SESSION] = {"subject": str(subject), "proved": proved, "until": until}
