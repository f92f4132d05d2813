"""My account: name and language, ways to sign in, sessions, programs that act for me, leaving."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from oauth2_provider.models import AccessToken, RefreshToken

from consent.parties.forms import AccountForm
from consent.parties.models import Client
from consent.parties.pages.people import leave_page
from consent.parties.principals import user_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change what is mine."""
    user = user_of(request)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    programs = Client.objects.filter(
        application__refreshtoken__user=user, application__refreshtoken__revoked=None
    ).annotate(since=Max("application__refreshtoken__created"))
    return render(
        request,
        "parties/account.html",
        {
            "form": form,
            "held": user.memberships.select_related("department").order_by("role"),
            "factors": Authenticator.objects.filter(user=user).exclude(type="recovery_codes").count(),
            "sessions": UserSession.objects.filter(user=user).count(),
            "programs": programs,
            "answers_for": Client.objects.filter(responsible=user, revoked_at=None),
        },
    )


@login_required
@require_POST
def end_program(request: HttpRequest, key: str) -> HttpResponse:
    """End a program's access in my name."""
    client = get_object_or_404(Client, id=key, application__refreshtoken__user=request.user)
    AccessToken.objects.filter(user=request.user, application=client.application_id).delete()
    RefreshToken.objects.filter(user=request.user, application=client.application_id).delete()
    messages.success(request, _("The program no longer acts for you."))
    return redirect("account")


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Leave by oneself."""
    return leave_page(request, user_of(request), back="account")
