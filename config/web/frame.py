"""What every page's frame shows: the controller, the navigation of the role, the reader."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from consent.parties.permissions import Permission


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: shown to whoever holds the permission somewhere."""

    view: str
    icon: str
    label: str | Promise
    permission: Permission

    def url(self) -> str | None:
        """Return the address, or None while the part that has it is not installed."""
        try:
            return reverse(self.view)
        except NoReverseMatch:
            return None


PLACES = (
    Place("overview", "home", _("Overview"), Permission.CATALOG_READ),
    Place("catalog", "list", _("Catalogue"), Permission.CATALOG_READ),
    Place("sources", "db", _("Sources"), Permission.SOURCE_READ),
    Place("activities", "gear", _("Processing activities"), Permission.ACTIVITY_SEE),
    Place("findings", "flag", _("Findings"), Permission.FINDING_READ),
    Place("purposes", "aim", _("Purposes"), Permission.PURPOSE_SEE),
    Place("notices", "book", _("Notices"), Permission.NOTICE_SEE),
    Place("consents", "check", _("Consents"), Permission.CONSENT_READ),
    Place("decisions", "flag", _("Decisions"), Permission.CONSENT_READ),
    Place("evidence", "seal", _("Evidence"), Permission.EVIDENCE_STATE),
    Place("keys", "lock", _("Keys and erasures"), Permission.KEYS_READ),
    Place("people", "two", _("People"), Permission.PEOPLE_READ),
    Place("clients", "key", _("API access"), Permission.CLIENT_MANAGE),
    Place("controller", "house", _("Controller"), Permission.CONTROLLER_READ),
    Place("hosting", "map", _("Hosting"), Permission.HOSTING_READ),
    Place("outbox", "mail", _("Outbox"), Permission.OUTBOX_READ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's template variables (a context processor)."""
    return {
        "controller": getattr(request, "controller", None),
        "places": SimpleLazyObject(lambda: places_of(request)),
    }


def frame_template(request: HttpRequest) -> str:
    """Return the frame for a page that everyone may see: with navigation for whoever is signed in."""
    known = getattr(request, "principal", None) is not None
    return "web/base.html" if known else "web/plain.html"


def places_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the navigation of the reader's roles: where they may go, and where they are."""
    principal = getattr(request, "principal", None)
    if principal is None:
        return []
    shown = [(place, place.url()) for place in PLACES if principal.may(place.permission)]
    return [
        {"url": url, "icon": place.icon, "label": place.label, "here": _is_here(request.path, url)}
        for place, url in shown
        if url
    ]


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
