"""What units, roles and gaps are called, in the words of a data protection officer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from catalog.activities.states import Gap, Unit
from config.web.templatetags.words import count
from consent.purposes.states import RecipientRole

Words = dict[str, str | Promise]

ROLES: Words = {
    RecipientRole.PROCESSOR: _("processor (Art. 28)"),
    RecipientRole.CONTROLLER: _("controller of its own"),
    RecipientRole.AUTHORITY: _("public authority"),
}
UNITS: Words = {
    Unit.DAYS: pgettext_lazy("unit", "days"),
    Unit.MONTHS: pgettext_lazy("unit", "months"),
    Unit.YEARS: pgettext_lazy("unit", "years"),
}
GAPS: Words = {
    Gap.NO_ACTIVITY: _("belongs to no processing activity"),
    Gap.NO_PURPOSE: _("has no purpose of collection"),
    Gap.NO_RETENTION: _("has no retention rule"),
    Gap.NO_COUNTRY: _("has a recipient in an unknown country"),
}


def period_words(period: int, unit: str) -> str:
    """Say a period: "10 years"."""
    told = {
        Unit.DAYS: ngettext("%(n)s day", "%(n)s days", period),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", period),
        Unit.YEARS: ngettext("%(n)s year", "%(n)s years", period),
    }
    return told[Unit(unit)] % {"n": count(period)}
