"""Puts who is asking on every request, and holds the duty of a second factor."""

from collections.abc import Callable
from functools import partial

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from config.web.problems import problem
from consent.parties.models import User
from consent.parties.permissions import Role
from consent.parties.rights import principal_for

_OPEN_WITHOUT_FACTOR = (
    "/account/",
    "/language/",
    "/static/",
    "/imprint/",
    "/about/",
    "/health/",
    "/preferences/",
    "/receipts/verify/",
    "/.well-known/",
)


class PrincipalMiddleware:
    """Set `request.principal`: what the signed-in person may do, or None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its principal set; rights are read when first asked for."""
        if request.user.is_authenticated:
            request.principal = SimpleLazyObject(partial(principal_for, request.user))  # type: ignore[attr-defined]
        else:
            request.principal = None  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead whoever sees or runs the whole to setting up a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the second factor; the API says so in its error shape."""
        if request.path.startswith(_OPEN_WITHOUT_FACTOR) or not lacks_second_factor(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return problem(403, _("Your role needs a second factor: set one up under My account."))
        return redirect(reverse("mfa_index"))


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether the signed-in person's role needs a second factor that they have not set up."""
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(request.user, User):
        return False
    if not needs_second_factor(request.user):
        return False
    return not is_mfa_enabled(request.user)


def needs_second_factor(user: User) -> bool:
    """Say whether one of the person's roles sees or runs the whole."""
    privileged = [role.value for role in Role if role.is_privileged]
    return settings.REQUIRE_SECOND_FACTOR and user.memberships.filter(role__in=privileged).exists()
