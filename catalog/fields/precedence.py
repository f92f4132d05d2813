"""Who is right about a field: a person's decision outranks every verdict of the rules (pure)."""

from dataclasses import dataclass
from typing import Any

from catalog.classify.types import Verdict
from catalog.fields.states import Decision
from consent.law.categories import CATEGORIES

NOT_PERSONAL = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts of a field, and what the rules had last found.

    `answered_category` is the verdict that a person had before them when they decided.
    """

    decision: Decision
    category: str
    personal: bool
    special: str | None
    subjects: str | None
    found_category: str
    answered_category: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What counts after a new verdict, and whether people should look.

    `disagrees`: the rules newly depart from a person's decision. `recategorised`: nobody had decided
    and the rules now hold something else.
    """

    category: str
    personal: bool
    special: str | None
    subjects: str | None
    disagrees: bool = False
    recategorised: bool = False


def settle(standing: Standing | None, verdict: Verdict) -> Outcome:
    """Say what counts after this verdict; `standing` is None for a field that is found first."""
    found = Outcome(
        category=verdict.category,
        personal=verdict.personal,
        special=verdict.special,
        subjects=verdict.subjects,
    )
    if standing is None:
        return found
    if standing.decision is Decision.PROPOSED:
        changed = verdict.category != standing.found_category
        return Outcome(found.category, found.personal, found.special, found.subjects, recategorised=changed)
    return Outcome(
        category=standing.category,
        personal=standing.personal,
        special=standing.special,
        subjects=standing.subjects,
        disagrees=disagrees(standing, verdict.category),
    )


def disagrees(standing: Standing, category: str) -> bool:
    """Say whether this verdict is a new objection to a decision.

    What the person had before them is answered; what the rules held last time was said then.
    """
    return category not in {standing.category, standing.answered_category, standing.found_category}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decides: confirm what is proposed, change it to a category, or reject it."""

    action: Decision
    category: str = ""
    subjects: str | None = None


def effect(ruling: Ruling) -> dict[str, Any]:
    """Return what a decision sets of that which counts; what is not named stays."""
    if ruling.action is Decision.CONFIRMED:
        return {}
    if ruling.action is Decision.CHANGED and ruling.category != NOT_PERSONAL:
        special = CATEGORIES[ruling.category].special
        counts = {"category": ruling.category, "personal": True, "special": special}
        return counts | ({"subjects": ruling.subjects} if ruling.subjects else {})
    return {"category": NOT_PERSONAL, "personal": False, "special": None, "subjects": None}
