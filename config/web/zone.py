"""Whose instance this is, and in whose time zone its pages tell the time."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from consent.parties.models import Controller

HEALTH = "/health/"


class ControllerMiddleware:
    """Read the controller's record once per request, and tell the time in its zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the controller's time zone; TIME_ZONE holds until there is a record."""
        if request.path == HEALTH:  # says that we answer, also while the database does not
            return self.get_response(request)
        request.controller = Controller.current()  # type: ignore[attr-defined]
        with timezone.override(_zone(request.controller)):  # type: ignore[attr-defined]
            return self.get_response(request)


def _zone(controller: Controller | None) -> ZoneInfo | None:
    if controller is None:
        return None
    try:
        return ZoneInfo(controller.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None  # the record's form refuses such a name; until it is mended TIME_ZONE holds
