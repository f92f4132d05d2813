"""How somebody gets in after a start: the demo people's logins, or the first administrator's link."""

from django.conf import settings
from django.urls import reverse

from catalog.demo import people_services
from consent.parties.invitations import FIRST_LINK_HOURS, first_administrator_link
from consent.parties.ownership import Refused


def ways_in(*, demo: bool) -> str:
    """Return what the console shows. The people are made here, their company's data later."""
    if demo and people_services.why_not() is None:
        return people_services.sign_ins()
    return _first_administrator()


def _first_administrator() -> str:
    try:
        token = first_administrator_link()
    except Refused:
        return ""  # there is an administrator
    link = f"{settings.SITE_URL}{reverse('join_link', args=[token])}"
    return f"The first administrator comes in by this link ({FIRST_LINK_HOURS} hours, once):\n{link}\n"
