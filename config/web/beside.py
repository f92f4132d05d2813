"""Details beside a list: which row the address chooses, and whether htmx asks for its panel alone."""

from uuid import UUID

from django.http import HttpRequest


def wants_panel(request: HttpRequest) -> bool:
    """Say whether the answer is to be the panel alone; a reader who goes back gets the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == "panel" and not htmx.history_restore_request


def chosen_id(request: HttpRequest, name: str) -> UUID | None:
    """Return the id that the address names in `name`; None where there is none that could be one."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
