"""What a notice's states, changes and points are called, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.law.notices import points
from consent.purposes.editions import EditionState
from consent.purposes.models import Notice
from consent.purposes.notice_copy import FIRST_LAYER

# How a state is marked, and its word
STATES: dict[EditionState, tuple[str, str | Promise]] = {
    EditionState.DRAFT: ("wait", pgettext_lazy("notice", "draft")),
    EditionState.PROPOSED: ("wait", _("awaits a second person")),
    EditionState.COMING: ("run", _("published, not in force yet")),
    EditionState.IN_FORCE: ("ok", _("in force")),
    EditionState.REPLACED: ("off", pgettext_lazy("notice", "replaced")),
}
ADDED: dict[str, str | Promise] = {
    "purpose": _("a new purpose"),
    "recipient": _("a new recipient"),
    "country": _("a new country"),
}


def headings(notice: Notice) -> dict[str, str]:
    """Name each point of a notice, the first layer among them."""
    english = get_language() == "en"
    known = points("person" if notice.origin == "person" else "elsewhere", clock.now().date())
    named = {one.key: one.en if english else one.de for one in known}
    return {FIRST_LAYER: str(_("In short (first layer)")), **named}
