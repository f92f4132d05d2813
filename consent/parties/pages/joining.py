"""Coming in by a link; and what everybody may read about the controller."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.web.frame import frame_template
from consent.parties import invitations
from consent.parties.controllers import authority_of
from consent.parties.forms import JoinForm
from consent.parties.models import Controller
from consent.parties.ownership import Refused

_LINK = "join_link"


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that no page, log or referrer holds it from here on."""
    request.session[_LINK] = invitations.hash_of(token)
    return redirect("join")


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, and make the invited person a member."""
    link = request.session.get(_LINK, "")
    invitation = invitations.find(link)
    if invitation is None:
        return render(request, "parties/join_closed.html", status=404)
    form = JoinForm(invitation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept(
                link,
                name=form.cleaned_data["name"],
                email=form.cleaned_data.get("email", ""),
                password=form.cleaned_data["password"],
                language=(get_language() or "de")[:2],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            del request.session[_LINK]
            messages.success(request, _("Welcome. Please sign in."))
            return redirect("account_login")
    return render(request, "parties/join.html", {"form": form, "invitation": invitation})


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Say who is responsible and how to reach the data protection officer; no sign-in needed."""
    controller = Controller.current()
    shown = {"frame": frame_template(request), "record": controller, "authority": authority_of(controller)}
    return render(request, "parties/imprint.html", shown)
