"""Proposals as the tests of purposes need them: everybody who has a hand in one, and what they say."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from consent.law import clock
from consent.law.basis import Art6, BalancingTest
from consent.parties.models import Department
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.purposes.drafts import Basis, Identity
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services import decide, give_opinion, propose, propose_change
from tests.factories import department, principal

_numbers = count(1)
EVIDENCE: dict[Art6, dict[str, Any]] = {
    Art6.CONTRACT: {"contract": "sales contract"},
    Art6.LEGAL_OBLIGATION: {"law": "s.147 AO"},
    Art6.PUBLIC_TASK: {"law": "s.3 BDSG"},
}


def balanced(review_on: date | None = None) -> BalancingTest:
    """A complete balancing test."""
    review_on = review_on or clock.now().date() + timedelta(days=365)
    return BalancingTest(
        "fewer losses",
        "controller",
        "none without",
        "none as good",
        "expected",
        "few fields",
        True,
        review_on,
    )


def basis(art6: Art6 = Art6.CONSENT, **more: Any) -> Basis:
    """A basis of which nothing lacks, unless told otherwise."""
    told = {"categories": frozenset({"contact.email"}), "subjects": frozenset({"customer"})}
    if art6 is Art6.LEGITIMATE_INTERESTS:
        told["balancing"] = balanced()
    return Basis(art6, **(told | EVIDENCE.get(art6, {}) | more))


def identity(key: str = "", kinds: tuple[str, ...] = ("DirectMarketing",)) -> Identity:
    """A purpose."""
    key = key or f"zweck-{next(_numbers)}"
    return Identity(key, f"Zweck {key}", f"Purpose {key}", "Wir tun etwas.", "We do something.", kinds)


@dataclass
class House:
    """A department with everybody who has a hand in a purpose."""

    where: Department = field(default_factory=department)
    steward: Principal = None  # type: ignore[assignment]
    head: Principal = None  # type: ignore[assignment]
    dpo: Principal = None  # type: ignore[assignment]
    representative: Principal = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Give each their role who was not given."""
        self.steward = self.steward or principal(Role.STEWARD, self.where)
        self.head = self.head or principal(Role.HEAD, self.where)
        self.dpo = self.dpo or principal(Role.DPO)
        self.representative = self.representative or principal(Role.REPRESENTATIVE)

    def proposed(self, what: Basis | None = None, who: Identity | None = None) -> PurposeVersion:
        """A proposal of the steward."""
        return propose(self.steward, self.where, who or identity(), what or basis())

    def advised(self, what: Basis | None = None, favourable: bool = True, **more: Any) -> PurposeVersion:
        """A proposal with its opinion."""
        return give_opinion(self.dpo, self.proposed(what, **more), favourable, "This is how I see it.")

    def in_force(self, what: Basis | None = None, **more: Any) -> Purpose:
        """A purpose in force, decided by the head."""
        return decide(self.head, self.advised(what, **more), True).purpose

    def changed(self, purpose: Purpose, what: Basis) -> PurposeVersion:
        """A proposal to change the basis, with its opinion."""
        return give_opinion(self.dpo, propose_change(self.steward, purpose, what), True, "Well reasoned.")
