"""Legal bases: which of Art. 6, 9 and 10 GDPR a purpose may rest on, and which rights follow.

Nothing here decides what a company may do; it says which combinations the law does not accept, with
the article. No legal advice.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consent.law.categories import CATEGORIES


class Art6(StrEnum):
    """The legal bases of Art. 6(1) GDPR."""

    CONSENT = "6-1-a"
    CONTRACT = "6-1-b"
    LEGAL_OBLIGATION = "6-1-c"
    VITAL_INTERESTS = "6-1-d"
    PUBLIC_TASK = "6-1-e"
    LEGITIMATE_INTERESTS = "6-1-f"


class Art9(StrEnum):
    """The conditions of Art. 9(2) GDPR for special categories, beside a basis of Art. 6."""

    EXPLICIT_CONSENT = "9-2-a"
    EMPLOYMENT_LAW = "9-2-b"
    VITAL_INTERESTS = "9-2-c"
    NON_PROFIT = "9-2-d"
    MADE_PUBLIC = "9-2-e"
    LEGAL_CLAIMS = "9-2-f"
    SUBSTANTIAL_PUBLIC_INTEREST = "9-2-g"
    HEALTH_CARE = "9-2-h"
    PUBLIC_HEALTH = "9-2-i"
    RESEARCH = "9-2-j"


# These conditions exist only "on the basis of Union or Member State law" (or a collective agreement)
NEEDS_LAW = frozenset(
    {
        Art9.EMPLOYMENT_LAW, Art9.SUBSTANTIAL_PUBLIC_INTEREST, Art9.HEALTH_CARE, Art9.PUBLIC_HEALTH,
        Art9.RESEARCH,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BalancingTest:
    """The three steps of Art. 6(1)(f): whose interest, why necessary, why it outweighs; and its review."""

    interest: str
    whose: str
    necessity: str
    less_intrusive_means: str
    expectations: str
    safeguards: str
    outweighs: bool
    review_on: date | None

    def missing(self) -> tuple[str, ...]:
        """Name the steps that are empty."""
        steps = ("interest", "whose", "necessity", "less_intrusive_means", "expectations", "safeguards")
        return tuple(step for step in steps if not getattr(self, step).strip())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A purpose as it would rest on its basis: the facts that the rules look at.

    `consent_before`: the version before rested on consent; `consent_left_because` is the representative's
    reason for leaving it. `kindred_otherwise`: a kindred purpose over the same data is in force on the
    other side of consent (by consent where this is not, or the reverse), and nobody recorded why.
    """

    art6: Art6
    categories: frozenset[str]
    art9: Art9 | None = None
    art10_law: str = ""
    law: str = ""
    contract: str = ""
    balancing: BalancingTest | None = None
    public_body: bool = False
    public_task: bool = False
    subjects: frozenset[str] = frozenset()
    freedom_to_refuse: str = ""
    non_profit_members_only: bool = False
    professional_secrecy: bool = False
    bundled_with_contract: bool = False
    consent_before: bool = False
    consent_left_because: str = ""
    kindred_otherwise: bool = False

    @property
    def special(self) -> frozenset[str]:
        """The categories that Art. 9 protects."""
        return frozenset(key for key in self.categories if CATEGORIES[key].special == "art9")

    @property
    def criminal(self) -> bool:
        """Say whether data of Art. 10 are among them."""
        return any(CATEGORIES[key].special == "art10" for key in self.categories)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the law does not accept a proposal: the rule's key, its article, and the words for a reader."""

    rule: str
    article: str
    de: str
    en: str
    verified: bool = True


_S26_1_NOT_OFFERED = Fault(
    "s26_1_not_offered", "C-34/21",
    "§ 26 Abs. 1 Satz 1 BDSG trägt nach EuGH C-34/21 nicht mehr: Art. 6 Abs. 1 lit. b oder f verwenden.",
    "s.26(1) sentence 1 BDSG no longer carries after CJEU C-34/21: use Art. 6(1)(b) or (f).",
    verified=False,
)  # fmt: skip
_EMPLOYEE_FREE_TO_REFUSE = Fault(
    "employee_free_to_refuse", "s26-2-bdsg",
    "Bei Beschäftigten ist zu belegen, warum sie ohne Nachteil ablehnen können.",
    "For employees, record why they can refuse without disadvantage.",
    verified=False,
)  # fmt: skip
# What these rules say comes from knowledge and was not checked against the sources yet
TO_BE_VERIFIED = (_S26_1_NOT_OFFERED, _EMPLOYEE_FREE_TO_REFUSE)

Rule = Callable[[Proposal, date], Iterator[Fault]]


def faults(proposal: Proposal, day: date) -> tuple[Fault, ...]:
    """Return everything that the law of that day holds against the proposal; empty where it accepts it."""
    return tuple(fault for rule in _RULES for fault in rule(proposal, day))


def _special(proposal: Proposal, day: date) -> Iterator[Fault]:
    if proposal.special and proposal.art9 is None:
        yield Fault(
            "special_needs_condition", "9-1",
            "Besondere Kategorien brauchen neben Art. 6 eine Bedingung des Art. 9 Abs. 2.",
            "Special categories need a condition of Art. 9(2) besides Art. 6.",
        )  # fmt: skip
    if proposal.art9 in NEEDS_LAW and not proposal.law.strip():
        yield Fault(
            "condition_needs_law", str(proposal.art9),
            "Diese Bedingung gibt es nur auf Grundlage eines Gesetzes: Bitte die Vorschrift nennen.",
            "This condition exists only on the basis of a law: name the provision.",
        )  # fmt: skip
    if proposal.art9 is Art9.NON_PROFIT and not proposal.non_profit_members_only:
        yield Fault(
            "non_profit_members_only", "9-2-d",
            "Nur eine Einrichtung ohne Gewinnzweck darf sich darauf stützen, nur für ihre Mitglieder und ohne Weitergabe.",
            "Only a non-profit body may rely on this, only for its members and without disclosure.",
        )  # fmt: skip
    if proposal.art9 is Art9.HEALTH_CARE and not proposal.professional_secrecy:
        yield Fault(
            "health_care_needs_secrecy", "9-3",
            "Gesundheitsversorgung setzt Personal voraus, das einer Geheimhaltungspflicht unterliegt.",
            "Health care presupposes staff bound by professional secrecy.",
        )  # fmt: skip


def _criminal(proposal: Proposal, day: date) -> Iterator[Fault]:
    if proposal.criminal and not proposal.art10_law.strip():
        yield Fault(
            "criminal_needs_law", "10",
            "Daten über Straftaten brauchen behördliche Aufsicht oder ein Gesetz, das sie erlaubt.",
            "Data on criminal offences need official control or a law that allows them.",
        )  # fmt: skip


def _law(proposal: Proposal, day: date) -> Iterator[Fault]:
    if proposal.art6 in {Art6.LEGAL_OBLIGATION, Art6.PUBLIC_TASK} and not proposal.law.strip():
        yield Fault(
            "basis_needs_law", "6-3",
            "Diese Grundlage setzt ein Gesetz voraus: Bitte Gesetz und Paragraf nennen.",
            "This basis presupposes a law: name the law and its section.",
        )  # fmt: skip
    if _names_section_26_1(proposal.law):
        yield _S26_1_NOT_OFFERED


def _contract(proposal: Proposal, day: date) -> Iterator[Fault]:
    if proposal.art6 is Art6.CONTRACT and not proposal.contract.strip():
        yield Fault(
            "contract_named", "6-1-b",
            "Bitte den Vertrag mit der betroffenen Person nennen, der diese Daten erfordert.",
            "Name the contract with the data subject that requires these data.",
        )  # fmt: skip


def _interests(proposal: Proposal, day: date) -> Iterator[Fault]:
    if proposal.art6 is not Art6.LEGITIMATE_INTERESTS:
        return
    if proposal.public_body and proposal.public_task:
        yield Fault(
            "public_body_without_f", "6-1",
            "Behörden können sich in Erfüllung ihrer Aufgaben nicht auf berechtigte Interessen stützen.",
            "Public authorities cannot rely on legitimate interests in the performance of their tasks.",
        )  # fmt: skip
    test = proposal.balancing
    if test is None or test.missing():
        yield Fault(
            "balancing_test", "6-1-f",
            "Berechtigte Interessen brauchen eine vollständige Abwägung, Schritt für Schritt.",
            "Legitimate interests need a complete balancing test, step by step.",
        )  # fmt: skip
    elif not test.outweighs:
        yield Fault(
            "balancing_against", "6-1-f",
            "Die Abwägung fällt zugunsten der betroffenen Person aus: Diese Grundlage trägt nicht.",
            "The balancing test comes out in favour of the data subject: this basis does not carry.",
        )  # fmt: skip
    elif test.review_on is None or test.review_on < day:
        yield Fault(
            "balancing_review", "5-2",
            "Die Abwägung hat kein künftiges Datum für ihre Überprüfung.",
            "The balancing test has no date in the future for its review.",
        )  # fmt: skip


def _consent(proposal: Proposal, day: date) -> Iterator[Fault]:
    by_consent = Art6.CONSENT is proposal.art6 or proposal.art9 is Art9.EXPLICIT_CONSENT
    if by_consent and proposal.bundled_with_contract:
        yield Fault(
            "consent_not_bundled", "7-4",
            "Eine Einwilligung, von der ein Vertrag abhängt, gilt im Zweifel nicht als freiwillig.",
            "Consent on which a contract is made conditional is presumed not to be freely given.",
        )  # fmt: skip
    if by_consent and "employee" in proposal.subjects and not proposal.freedom_to_refuse.strip():
        yield _EMPLOYEE_FREE_TO_REFUSE


def _no_fallback(proposal: Proposal, day: date) -> Iterator[Fault]:
    by_consent = Art6.CONSENT is proposal.art6 or proposal.art9 is Art9.EXPLICIT_CONSENT
    if proposal.consent_before and not by_consent and not proposal.consent_left_because.strip():
        yield Fault(
            "consent_not_replaced", "7-3",
            "Eine Einwilligung wird nicht durch eine andere Grundlage ersetzt: Nur die Vertretung des "
            "Verantwortlichen kann festhalten, warum hier etwas anderes gilt.",
            "Consent is not replaced by another basis: only the controller's representative can record "
            "why something else holds here.",
        )  # fmt: skip
    if proposal.kindred_otherwise:
        yield Fault(
            "consent_no_fallback", "6-1-a",
            "Ein verwandter Zweck über dieselben Daten ruht auf einer anderen Grundlage: Einwilligung und andere "
            "Grundlage vertreten einander nicht. Die Vertretung des Verantwortlichen hält fest, worin sie sich "
            "unterscheiden.",
            "A kindred purpose over the same data rests on another basis: consent and another basis do not "
            "stand in for each other. The controller's representative records how the two differ.",
        )  # fmt: skip


_SECTION_26_1 = re.compile(r"(§|s\.?)\s*26\s*(abs\.?\s*|\()\s*1(?!\d)", re.IGNORECASE)
_RULES: Sequence[Rule] = (_special, _criminal, _law, _contract, _interests, _consent, _no_fallback)


def _names_section_26_1(law: str) -> bool:
    return "bdsg" in law.casefold() and _SECTION_26_1.search(law) is not None


class Right(StrEnum):
    """The rights of a data subject, by article."""

    WITHDRAW = "7-3"
    ACCESS = "15"
    RECTIFICATION = "16"
    ERASURE = "17"
    RESTRICTION = "18"
    NOTIFICATION = "19"
    PORTABILITY = "20"
    OBJECTION = "21"
    AUTOMATED_DECISIONS = "22"
    COMPLAINT = "77"


_ALWAYS = frozenset(
    {
        Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION, Right.NOTIFICATION,
        Right.AUTOMATED_DECISIONS, Right.COMPLAINT,
    }
)  # fmt: skip


def rights(
    art6: Art6, art9: Art9 | None = None, *, automated: bool = True, direct_marketing: bool = False
) -> frozenset[Right]:
    """Return the rights that follow from a basis.

    Erasure is offered under every basis: Art. 17(3)(b) only suspends it while a duty lasts. Art. 20(1)
    gives portability for consent and contract, by automated means only; Art. 21(1) objection for (e)
    and (f), Art. 21(2) always against direct marketing.
    """
    found = set(_ALWAYS)
    by_consent = art6 is Art6.CONSENT or art9 is Art9.EXPLICIT_CONSENT
    if by_consent:
        found.add(Right.WITHDRAW)
    if automated and (by_consent or art6 is Art6.CONTRACT):
        found.add(Right.PORTABILITY)
    if direct_marketing or art6 in {Art6.PUBLIC_TASK, Art6.LEGITIMATE_INTERESTS}:
        found.add(Right.OBJECTION)
    return frozenset(found)
