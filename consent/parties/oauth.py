"""OAuth2 as this product allows it: which grants, which programs, which scopes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

from consent.parties.models import Client

READ, WRITE = "read", "write"
GRANTS = frozenset({"authorization_code", "refresh_token", "client_credentials"})


class Validator(OAuth2Validator):
    """Refuses what is not ours: other grants, revoked programs, programs nobody answers for."""

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Allow the authorization code with its refresh, and client credentials; nothing else."""
        return grant_type in GRANTS and bool(
            super().validate_grant_type(client_id, grant_type, client, request, *args, **kwargs)
        )

    def validate_response_type(
        self, client_id: str, response_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Allow `code` only: no token ever stands in an address."""
        return response_type == "code" and bool(
            super().validate_response_type(client_id, response_type, client, request, *args, **kwargs)
        )

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        """Demand PKCE of every program, and by S256: anything else is refused before the person is asked."""
        if request.code_challenge and request.code_challenge_method != "S256":
            raise UnsupportedCodeChallengeMethodError(request=request)
        return True

    def _load_application(self, client_id: str, request: Any) -> Application | None:
        """Find a program that runs; one whose responsible has left stops until it is handed over."""
        found = super()._load_application(client_id, request)
        if found is None or not client_of(found):
            request.client = None
            return None
        return found


class Scopes(BaseScopes):
    """Reading, and changing; what exactly follows from the person's roles or the service's grant."""

    def get_all_scopes(self) -> dict[str, Any]:
        """Return the scopes with their words."""
        return {
            READ: _("read what you may see"),
            WRITE: _("change what you may change"),
        }

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return what a program may ask for."""
        return [READ, WRITE]

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return what a program gets that asks for nothing: reading."""
        return [READ]


def client_of(application: Application) -> Client | None:
    """Return the running program behind an application of the OAuth2 library, or None."""
    client = (
        Client.objects.filter(application=application).select_related("responsible", "department").first()
    )
    return client if client is not None and client.runs else None
