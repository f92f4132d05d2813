"""What of this part keeps a department from being closed: its sources."""

from django.utils.translation import gettext_lazy as _

from catalog.sources.models import Source
from consent.parties.models import Department
from consent.parties.ownership import Hold, register_hold


def register() -> None:
    """Make it known, once, when the app is loaded."""
    register_hold(Hold(_("sources"), _sources_in))


def _sources_in(department: Department) -> int:
    return Source.objects.active().filter(department=department).count()
