"""How the API's description names the ways to authenticate."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from consent.parties.oauth import READ, WRITE


class BearerScheme(OpenApiAuthenticationExtension):
    """OAuth2: people by authorization code with PKCE, services by client credentials."""

    target_class = "consent.parties.authentication.BearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe both flows."""
        scopes = {READ: "read what you may see", WRITE: "change what you may change"}
        return {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "/oauth/authorize/",
                    "tokenUrl": "/oauth/token/",
                    "refreshUrl": "/oauth/token/",
                    "scopes": scopes,
                },
                "clientCredentials": {"tokenUrl": "/oauth/token/", "scopes": scopes},
            },
        }


class BrowserScheme(OpenApiAuthenticationExtension):
    """The browser's session."""

    target_class = "consent.parties.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the session's cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
