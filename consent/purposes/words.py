"""Words of purposes for readers: legal bases, conditions, states."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consent.law.basis import Art6, Art9, Fault
from consent.law.kinds import kinds
from consent.purposes.models import Purpose
from consent.purposes.states import VersionState

BASES: dict[Art6, str | Promise] = {
    Art6.CONSENT: _("consent"),
    Art6.CONTRACT: _("contract"),
    Art6.LEGAL_OBLIGATION: _("legal obligation"),
    Art6.VITAL_INTERESTS: _("vital interests"),
    Art6.PUBLIC_TASK: _("public task"),
    Art6.LEGITIMATE_INTERESTS: _("legitimate interests"),
}
CONDITIONS: dict[Art9, str | Promise] = {
    Art9.EXPLICIT_CONSENT: _("explicit consent"),
    Art9.EMPLOYMENT_LAW: _("employment and social security law"),
    Art9.VITAL_INTERESTS: _("vital interests"),
    Art9.NON_PROFIT: _("members of a non-profit body"),
    Art9.MADE_PUBLIC: _("made public by the person"),
    Art9.LEGAL_CLAIMS: _("legal claims"),
    Art9.SUBSTANTIAL_PUBLIC_INTEREST: _("substantial public interest"),
    Art9.HEALTH_CARE: _("health care"),
    Art9.PUBLIC_HEALTH: _("public health"),
    Art9.RESEARCH: _("archiving, research, statistics"),
}
STATES: dict[VersionState, tuple[str, str | Promise]] = {
    VersionState.DRAFT: ("warn", _("draft, something lacks")),
    VersionState.ASKED: ("wait", _("awaits the opinion")),
    VersionState.ADVISED: ("wait", _("awaits the decision")),
    VersionState.REFUSED: ("bad", _("refused")),
    VersionState.COMING: ("run", _("accepted, not in force yet")),
    VersionState.IN_FORCE: ("ok", _("in force")),
    VersionState.ENDED: ("off", _("ended")),
}
# The steps of a balancing test (Art. 6(1)(f)), in the order in which they are taken
STEPS: dict[str, Any] = {
    "interest": _("Which interest"),
    "necessity": _("Why it is necessary"),
    "less_intrusive_means": _("Which milder means were weighed, and why they do not do"),
    "expectations": _("What the people concerned may expect"),
    "safeguards": _("What protects them"),
}
WHOSE: dict[str, str | Promise] = {
    "controller": _("our own"),
    "third_party": _("a third party's"),
}


def name_of(purpose: Purpose) -> str:
    """Name a purpose in the reader's language."""
    return purpose.name_en if (get_language() or "de").startswith("en") else purpose.name_de


def description_of(purpose: Purpose) -> str:
    """Describe a purpose in the reader's language."""
    english = (get_language() or "de").startswith("en")
    return purpose.description_en if english else purpose.description_de


def words_of(fault: Fault) -> str:
    """Say in the reader's language what the law holds against a basis."""
    return fault.en if (get_language() or "de").startswith("en") else fault.de


def citation_of(article: str) -> str:
    """Return the key of config/web/citations.toml for an article as consent.law.basis names it."""
    named = {"C-34/21": "c-34-21", "s26-2-bdsg": "bdsg-26-2"}
    return named.get(article, f"art-{article}")


def kind_words(key: str) -> str:
    """Name a DPV term in the reader's language; one that is not in the list by its own name."""
    found = kinds().get(key)
    if found is None:
        return key
    return found.en if (get_language() or "de").startswith("en") else found.de
