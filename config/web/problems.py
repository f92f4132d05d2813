"""The one error shape: a page for people, application/problem+json (RFC 9457) for machines."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.web.frame import frame_template

CONTENT_TYPE = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """Return a problem+json response; `more` are RFC 9457 extension members."""
    return JsonResponse(_body(status, detail) | more, status=status, content_type=CONTENT_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of an API view into problem+json (the framework's EXCEPTION_HANDLER)."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is no such thing, or it is not yours to see."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    # Also where the view answers in another form (the API's description in YAML, rows as Arrow)
    context["request"].accepted_renderer = JSONRenderer()
    return Response(_of(error), status=error.status_code, headers=_headers(error), content_type=CONTENT_TYPE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be understood; what it held is not repeated."""
    return _answer(request, 400, _("Not understood"), _("The request could not be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that the role does not allow."""
    detail = str(exception) or _("Your role does not allow this.")
    return _answer(request, 403, _("Not allowed"), detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for something that is not there, or not theirs to see."""
    detail = _("There is no such thing, or it is not yours to see.")
    return _answer(request, 404, _("Not found"), detail)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from one of our own pages, or too late."""
    detail = _("This form has expired. Go back, reload the page and send it again.")
    return _answer(request, 403, _("Form expired"), detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed through a fault of ours, also while the database is down.

    Neither session nor database is touched, and nothing of the fault is told; the log has it.
    """
    detail = _("Something failed on our side. Nothing was saved half-way; please try again.")
    if _for_machines(request):
        return problem(500, detail)
    language = "en" if (get_language() or "de").startswith("en") else "de"
    shown = {"title": _("Our fault"), "detail": detail, "language": language}
    return HttpResponse(render_to_string("web/fault.html", shown), status=500)


class NotAllowedMiddleware:
    """Say something where an address is opened that only a form may use; Django's answer is empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; fill an empty 405."""
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        detail = _("This address belongs to a form. Go back and use the button there.")
        said = _answer(request, 405, _("Not this way"), detail)
        said["Allow"] = response["Allow"]
        return said


def _body(status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    wait, challenge = getattr(error, "wait", None), getattr(error, "auth_header", None)
    given = {"Retry-After": str(int(wait)) if wait else None, "WWW-Authenticate": challenge}
    return {name: value for name, value in given.items() if value}


def _of(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return _body(error.status_code, _("Some values are not valid.")) | {"errors": error.detail}
    return _body(error.status_code, str(error.detail))


def _answer(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    if _for_machines(request):
        return problem(status, detail)
    shown = {"frame": frame_template(request), "title": title, "detail": detail}
    return render(request, "web/problem.html", shown, status=status)


def _for_machines(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
