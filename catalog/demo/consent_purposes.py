"""The demo company's purposes as its consents need them: proposed, advised on and decided by its own people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from catalog.demo.purpose_acts import accept, advise, person, tell_apart
from catalog.demo.purpose_stories import tell_stories
from consent.law import clock
from consent.law.basis import Art6, BalancingTest
from consent.parties.models import Department
from consent.parties.permissions import Role
from consent.purposes.drafts import Basis, Identity, Recipient
from consent.purposes.models import Purpose
from consent.purposes.services import propose

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
    recipients: tuple[tuple[str, str], ...] = ()


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
        contract="Kaufvertrag", recipients=(("Paketdienst Küste GmbH", "controller"),),
    ),
    Wanted(
        "bookkeeping", "Finanzen", "Rechnungen aufbewahren", "Keep invoices",
        "Das Steuerrecht verlangt acht Jahre.", "Tax law asks for eight years.",
        ("LegalCompliance",), ("name", "address", "financial"), "6-1-c", law="§ 147 AO, § 257 HGB",
    ),
)  # fmt: skip


@transaction.atomic
def ensure_purposes() -> dict[str, Purpose]:
    """Make what is missing and return the purposes by key; what is there already stays as it is."""
    keys = [wanted.key for wanted in PURPOSES]
    there = {one.key: one for one in Purpose.objects.filter(key__in=keys)}
    departments = {one.name: one for one in Department.objects.all()}
    first = not there
    for wanted in PURPOSES:
        if wanted.key not in there:
            there[wanted.key] = _make(wanted, departments[wanted.department], there)
    if first:
        tell_stories(there, departments)
    return there


def _make(wanted: Wanted, department: Department, there: dict[str, Purpose]) -> Purpose:
    """Let the department's steward propose, the officer advise and the head decide, all on the first day."""
    said = Identity(wanted.key, wanted.de, wanted.en, wanted.says_de, wanted.says_en, wanted.kinds)
    with clock.stopped_at(START):
        version = propose(person(Role.STEWARD, department.name), department, said, _basis(wanted))
        advise(version, True, "Keine Einwände: Zweck, Daten und Grundlage passen zueinander.")
        if wanted.key == "postal_advertising":
            # Both are direct marketing with the name: without this, a refused newsletter would deny the catalogue
            tell_apart(
                version.purpose,
                there["newsletter"],
                "Den Katalog per Post erwartet, wer bei uns bestellt; er braucht keine E-Mail-Adresse. "
                "Der Widerspruch dagegen steht auf jeder Seite eins und wirkt sofort.",
            )
        accept(version, department.name)
    return version.purpose


def _basis(wanted: Wanted) -> Basis:
    by_interest = wanted.art6 == Art6.LEGITIMATE_INTERESTS.value
    return Basis(
        art6=Art6(wanted.art6), categories=frozenset(wanted.categories), subjects=frozenset({"customer"}),
        law=wanted.law, contract=wanted.contract, direct_marketing=wanted.marketing, consent_days=wanted.days,
        balancing=_balancing(wanted) if by_interest else None,
        recipients=tuple(Recipient(name, "DE", role) for name, role in wanted.recipients),
    )  # fmt: skip


def _balancing(wanted: Wanted) -> BalancingTest:
    return BalancingTest(
        interest=wanted.says_de, whose="controller", necessity="Ohne diese Angaben nicht möglich.",
        less_intrusive_means="Geprüft, keine gleich wirksamen.", safeguards="Nur die genannten Felder.",
        expectations="Wer bei uns kauft, rechnet damit.", outweighs=True, review_on=date(2027, 11, 2),
    )  # fmt: skip
