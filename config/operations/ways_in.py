"""How somebody gets in after a start: the demo people's logins, or the first administrator's link."""

from django.conf import settings
from django.urls import reverse

from catalog.demo import people_services
from config.embedded.paths import Paths
from consent.parties.invitations import FIRST_LINK_HOURS, first_administrator_link
from consent.parties.ownership import Refused


def ways_in(*, demo: bool) -> str:
    """Return what the console shows. The people are made here, their company's data later."""
    return _demo_logins() if demo and _make_demo_people() else _first_administrator()


def _make_demo_people() -> bool:
    """Make the demo people where they may be; tells whether they are here."""
    if people_services.why_not() is not None:
        return False
    people_services.make_people()
    return True


def _demo_logins() -> str:
    path = Paths().demo_logins
    return f"Demo logins of this installation (kept in {path}):\n{path.read_text(encoding='utf-8')}"


def _first_administrator() -> str:
    try:
        token = first_administrator_link()
    except Refused:
        return ""  # there is an administrator
    link = f"{settings.SITE_URL}{reverse('join_link', args=[token])}"
    return f"The first administrator comes in by this link ({FIRST_LINK_HOURS} hours, once):\n{link}\n"
