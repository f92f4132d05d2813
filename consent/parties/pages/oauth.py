"""OAuth2's two addresses: the question to a person, and where programs get their tokens."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import AuthorizationView, TokenView

from consent.parties.limits import count_wrong_token, refused_token
from consent.parties.oauth import GRANTS


class Authorize(AuthorizationView):
    """The library's view; the content policy lets the form lead back to the program's own address."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Name the program's origin as a target of forms, because browsers hold redirects against it."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        if target := origin_of(str(context.get("redirect_uri", ""))):
            response._csp_update = {"form-action": [target]}  # type: ignore[attr-defined]
        return response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Never keep this page or its answer."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class Token(TokenView):
    """The library's view, for our grants only, and not for whoever guesses."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give a token, or the error of RFC 6749, section 5.2."""
        if request.POST.get("grant_type") not in GRANTS:
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        if refusal := refused_token(request):
            return refusal
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if answer.status_code in {400, 401}:
            count_wrong_token(request)
        return answer


def origin_of(address: str) -> str:
    """Return scheme and host of an address as a content policy names it, or nothing."""
    parts = urlsplit(address)
    safe = parts.scheme in {"http", "https"} and parts.hostname and not set(parts.netloc) & set(" ;,'\"")
    return f"{parts.scheme}://{parts.netloc}" if safe else ""
