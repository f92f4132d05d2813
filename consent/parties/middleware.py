"""Puts who is asking on every request."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from consent.parties.rights import principal_for


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
