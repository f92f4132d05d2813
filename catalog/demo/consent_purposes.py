"""The demo company's purposes as its consents need them: on each basis."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from catalog.demo.cast import PARTS
from consent.parties.actors import actor_id
from consent.parties.models import Department, User
from consent.parties.permissions import Role
from consent.purposes.models import BalancingTest, Purpose, PurposeVersion

START = datetime(2020, 11, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One purpose, in both languages, with its basis."""

    key: str
    department: str
    de: str
    en: str
    says_de: str
    says_en: str
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    art6: str = "6-1-a"
    law: str = ""
    contract: str = ""
    marketing: bool = False
    days: int | None = None


PURPOSES = (
    Wanted(
        "newsletter", "Shop", "Newsletter mit Angeboten", "Newsletter with offers",
        "Wir schicken Ihnen etwa zweimal im Monat eine E-Mail mit Angeboten.",
        "We send you an e-mail with offers about twice a month.",
        ("DirectMarketing",), ("name", "contact.email"), marketing=True, days=1095,
    ),
    Wanted(
        "product_recommendations", "Shop", "Empfehlungen nach Ihren Käufen", "Recommendations from your purchases",
        "Wir leiten aus Ihren Bestellungen ab, welche Artikel zu Ihnen passen.",
        "We derive from your orders which articles suit you.",
        ("ServicePersonalisation",), ("behaviour", "identifier.customer"),
    ),
    Wanted(
        "cx_analysis", "Kundenservice", "Ihre Antworten aus Befragungen auswerten", "Analyse your survey answers",
        "Wir werten ohne Ihren Namen aus, was bei Lieferung und Service gut oder schlecht lief.",
        "We analyse, without your name, what went well or badly with delivery and service.",
        ("ServiceUsageAnalytics",), ("opinion", "behaviour", "identifier.customer"),
    ),
    Wanted(
        "offers_by_mail", "Shop", "Neuigkeiten per E-Mail", "News by e-mail",
        "Wir schicken Ihnen Neuigkeiten aus dem Shop per E-Mail.", "We send you news from the shop by e-mail.",
        ("DirectMarketing",), ("contact.email",), marketing=True,
    ),
    Wanted(
        "postal_advertising", "Shop", "Werbung per Post", "Advertising by post",
        "Wir schicken Ihnen zweimal im Jahr den Katalog.", "We send you the catalogue twice a year.",
        ("DirectMarketing",), ("name", "address"), "6-1-f", marketing=True,
    ),
    Wanted(
        "fraud_prevention", "Finanzen", "Betrug erkennen", "Detect fraud",
        "Wir prüfen Bestellungen auf Rechnung, um uns vor Betrug zu schützen.",
        "We check orders on invoice to protect us against fraud.",
        ("FraudPreventionAndDetection",), ("name", "address", "behaviour", "financial"), "6-1-f",
    ),
    Wanted(
        "order_fulfilment", "Logistik", "Ihre Bestellung liefern", "Deliver your order",
        "Ohne Namen und Anschrift können wir nicht liefern.", "Without name and address we cannot deliver.",
        ("CustomerOrderManagement",), ("name", "address", "contact.email", "contact.phone"), "6-1-b",
        contract="Kaufvertrag",
    ),
    Wanted(
        "bookkeeping", "Finanzen", "Rechnungen aufbewahren", "Keep invoices",
        "Das Steuerrecht verlangt acht Jahre.", "Tax law asks for eight years.",
        ("LegalCompliance",), ("name", "address", "financial"), "6-1-c", law="§ 147 AO, § 257 HGB",
    ),
)  # fmt: skip


def ensure_purposes() -> dict[str, Purpose]:
    """Make what is missing and return the purposes by key; what is there already stays as it is."""
    there = {one.key: one for one in Purpose.objects.filter(key__in=[wanted.key for wanted in PURPOSES])}
    departments = {one.name: one for one in Department.objects.all()}
    people = {part.role: _actor(part.email) for part in PARTS if part.department in {None, "Shop"}}
    for wanted in PURPOSES:
        if wanted.key not in there:
            there[wanted.key] = _make(wanted, departments[wanted.department], people)
    return there


def _actor(email: str) -> UUID:
    return actor_id(User.objects.get(email=email))


def _make(wanted: Wanted, department: Department, people: dict[Role, UUID]) -> Purpose:
    made = Purpose.objects.create(
        key=wanted.key, department=department, name_de=wanted.de, name_en=wanted.en,
        description_de=wanted.says_de, description_en=wanted.says_en, kinds=list(wanted.kinds),
    )  # fmt: skip
    PurposeVersion.objects.create(
        purpose=made, number=1, art6=wanted.art6, law=wanted.law, contract=wanted.contract,
        balancing=_balancing(wanted) if wanted.art6 == "6-1-f" else None,
        categories=list(wanted.categories), subjects=["customer"], direct_marketing=wanted.marketing,
        consent_days=wanted.days, drafted_by=people[Role.HEAD], drafted_at=START, opinion_by=people[Role.DPO],
        opinion_at=START, opinion_favourable=True, decided_by=people[Role.REPRESENTATIVE], decided_at=START,
        accepted=True, in_force_from=START,
    )  # fmt: skip
    return made


def _balancing(wanted: Wanted) -> BalancingTest:
    return BalancingTest.objects.create(
        interest=wanted.says_de, whose="controller", necessity="Ohne diese Angaben nicht möglich.",
        less_intrusive_means="Geprüft, keine gleich wirksamen.", safeguards="Nur die genannten Felder.",
        expectations="Wer bei uns kauft, rechnet damit.", outweighs=True, review_on=START.date().replace(year=2027),
    )  # fmt: skip
