"""Purposes for the browser's walk: one in force with a change that waits, a draft, and a kindred one."""

from typing import Any

from consent.law.basis import Art6
from consent.parties.models import Department, User
from consent.parties.rights import principal_for
from consent.purposes.services import propose_change
from tests.consent.purposes import proposals


def of_purposes(people: dict[str, User], department: Department) -> dict[str, dict[str, Any]]:
    """Return examples of addresses about purposes: one in force with a change that waits, and a kindred one."""
    steward, dpo, head = (principal_for(people[role]) for role in ("steward", "dpo", "head"))
    hands = proposals.House(department, steward, head, dpo, principal_for(people["representative"]))
    balanced = proposals.basis(Art6.LEGITIMATE_INTERESTS, categories=frozenset({"address"}))
    who = proposals.identity("catalogue", ("PersonalisedAdvertising",))
    held = hands.in_force(balanced, who=who)
    lacking = proposals.basis(Art6.CONTRACT, categories=frozenset({"special.health", "name"}), contract="")
    hands.proposed(lacking, who=proposals.identity("order", ("CustomerOrderManagement",)))
    propose_change(steward, held, balanced)
    of_version = ("purpose_version", "purpose_change", "purpose_opinion", "purpose_decision")
    return {
        **{name: {"key": held.key} for name in ("purpose", "purpose_propose", "purpose_end")},
        **{name: {"key": held.key, "number": 2} for name in of_version},
        "purpose_distinguish": {"key": held.key, "other": "newsletter"},
    }
