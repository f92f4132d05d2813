"""Who asks the API: a bearer token of a person or a service, or the browser's session with CSRF."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from oauth2_provider.oauth2_backends import get_oauthlib_core
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from consent.parties.models import Client, User
from consent.parties.oauth import WRITE, client_of
from consent.parties.principals import Principal
from consent.parties.rights import principal_for, principal_for_client


@dataclass(frozen=True)
class ServiceUser:
    """A service in the place of a user; its rights stand in the request's principal."""

    client: Client
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def __str__(self) -> str:
        return self.client.name


class BearerAuthentication(BaseAuthentication):
    """Takes `Authorization: Bearer ...` and sets the request's principal; a bad token ends in 401."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return who asks, None where no bearer token is sent."""
        if not request.META.get("HTTP_AUTHORIZATION", "").lower().startswith("bearer "):
            return None
        valid, answer = get_oauthlib_core().verify_request(request._request, scopes=[])
        if not valid:
            raise exceptions.AuthenticationFailed(_("The token is not valid or has expired."))
        token = answer.access_token
        user, principal = self._who(token)
        if request.method not in SAFE_METHODS and not token.allow_scopes([WRITE]):
            raise exceptions.PermissionDenied(_("This token only reads: ask for the scope write."))
        request._request.principal = principal  # type: ignore[attr-defined]
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """Say how to authenticate, which makes the answer a 401."""
        return 'Bearer realm="api"'

    @staticmethod
    def _who(token: Any) -> tuple[User | ServiceUser, Principal]:
        client = client_of(token.application) if token.application_id else None
        if client is None:
            raise exceptions.AuthenticationFailed(
                _("Nobody answers for this program any more: have it handed over.")
            )
        if client.kind == Client.Kind.SERVICE:
            return ServiceUser(client), principal_for_client(client)
        if token.user is None or not token.user.is_active:
            raise exceptions.AuthenticationFailed(_("The person behind this token has left."))
        return token.user, principal_for(token.user)


class BrowserAuthentication(SessionAuthentication):
    """Takes the browser's session and demands the CSRF token for changes."""
