"""What happened to the demo company's purposes since: a law that changed, an opinion not followed, what waits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from catalog.demo.purpose_acts import accept, advise, person, refuse
from consent.law import clock
from consent.law.basis import Art6, BalancingTest
from consent.parties.models import Department
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.purposes.drafts import Basis, Identity, Recipient
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services import propose, propose_change
from consent.purposes.stored import basis_of

CREDIT_AGENCY = Recipient("Auskunftei Weser GmbH", "DE", "controller")


def tell_stories(purposes: Mapping[str, Purpose], departments: Mapping[str, Department]) -> None:
    """Let everything happen, each on its day; called once, when the purposes have just been made."""
    # A review falls due while the demo is looked at
    today = clock.now().date()
    _shorter_periods(purposes["bookkeeping"])
    _opinion_not_followed(purposes["fraud_prevention"], today)
    _help_in_emergencies(departments["Logistik"])
    _refused(departments["Shop"])
    _awaiting_the_decision(departments["Logistik"], today)
    _awaiting_the_opinion(departments["Shop"])
    _draft(departments["Kundenservice"])


def _shorter_periods(bookkeeping: Purpose) -> None:
    """The fourth act to reduce bureaucracy shortened the period for vouchers from ten years to eight."""
    with clock.stopped_at(datetime(2025, 1, 15, 9, tzinfo=UTC)):
        law = "§ 147 Abs. 3 AO, § 257 Abs. 4 HGB in der Fassung des BEG IV"
        version = propose_change(_steward("Finanzen"), bookkeeping, replace(_now(bookkeeping), law=law))
        advise(version, True, "Richtig: Belege nur noch acht Jahre, Abschlüsse weiter zehn.")
        accept(version, "Finanzen")


def _opinion_not_followed(fraud: Purpose, today: date) -> None:
    """The officer objected; the head decided otherwise, and had to say why."""
    with clock.stopped_at(datetime(2025, 12, 1, 9, tzinfo=UTC)):
        held = _now(fraud)
        test = _balanced("Ausfälle bei Kauf auf Rechnung vermeiden", today + timedelta(days=45))
        wanted = replace(held, balancing=test, recipients=(CREDIT_AGENCY,))
        version = propose_change(_steward("Finanzen"), fraud, wanted)
        advise(version, False, "Die Auskunftei sollte erst ab einem Bestellwert von 150 Euro gefragt werden.")
        accept(
            version, "Finanzen",
            "Der größte Teil der Ausfälle liegt unter 150 Euro. Wir prüfen das nach einem Jahr an den Zahlen.",
        )  # fmt: skip


def _help_in_emergencies(logistics: Department) -> None:
    """Rest on vital interests, which carries only where nothing else does."""
    said = Identity(
        "emergency_help", "Fahrern im Notfall helfen", "Help drivers in an emergency",
        "Meldet sich ein Fahrer im Notfall nicht mehr, geben wir seinen Standort an die Rettungsleitstelle.",
        "Where a driver in an emergency does not answer any more, we give their location to the rescue service.",
        ("PersonnelManagement",),
    )  # fmt: skip
    wanted = Basis(
        Art6.VITAL_INTERESTS, frozenset({"name", "contact.phone", "location"}), frozenset({"employee"}),
        recipients=(Recipient("Rettungsleitstelle Hannover", "DE", "authority"),),
    )  # fmt: skip
    with clock.stopped_at(datetime(2022, 6, 1, 9, tzinfo=UTC)):
        version = propose(_steward("Logistik"), logistics, said, wanted)
        advise(version, True, "Nur im Einzelfall und nur, wenn der Fahrer nicht mehr selbst antworten kann.")
        accept(version, "Logistik")


def _refused(shop: Department) -> None:
    """A public task that nobody conferred on the company."""
    said = Identity(
        "rent_survey", "Anschriften für den Mietspiegel", "Addresses for the rent survey",
        "Die Stadt möchte Anschriften für ihre Befragung zum Mietspiegel.",
        "The city would like addresses for its survey of rents.", ("PublicBenefit",),
    )  # fmt: skip
    wanted = Basis(
        Art6.PUBLIC_TASK, frozenset({"name", "address"}), frozenset({"customer"}), law="§ 558d BGB",
        recipients=(Recipient("Landeshauptstadt Hannover", "DE", "authority"),),
    )  # fmt: skip
    with clock.stopped_at(datetime(2024, 3, 4, 9, tzinfo=UTC)):
        version = propose(_steward("Shop"), shop, said, wanted)
        advise(version, False, "Uns ist keine Aufgabe im öffentlichen Interesse übertragen.")
        refuse(version, "Wir folgen der Stellungnahme.")


def _awaiting_the_decision(logistics: Department, today: date) -> None:
    said = Identity(
        "delivery_photos", "Ablageort fotografieren", "Photograph where the parcel was left",
        "Der Zusteller fotografiert, wo er das Paket abgelegt hat, damit Sie es finden.",
        "The carrier photographs where the parcel was left, so that you find it.", ("DeliveryOfGoods",),
    )  # fmt: skip
    wanted = Basis(
        Art6.LEGITIMATE_INTERESTS, frozenset({"image_biometric"}), frozenset({"customer"}),
        balancing=_balanced("Streit über verlorene Pakete vermeiden", today + timedelta(days=365)),
    )  # fmt: skip
    version = propose(_steward("Logistik"), logistics, said, wanted)
    advise(version, True, "Keine Einwände, wenn weder Menschen noch Namensschilder auf dem Bild sind.")


def _awaiting_the_opinion(shop: Department) -> None:
    said = Identity(
        "birthday_greetings", "Glückwünsche zum Geburtstag", "Birthday greetings",
        "Wir schicken Ihnen zum Geburtstag einen Gutschein per E-Mail.",
        "We send you a voucher by e-mail on your birthday.", ("PersonalisedBenefits",),
    )  # fmt: skip
    wanted = Basis(
        Art6.CONSENT, frozenset({"contact.email", "date_of_birth_age"}), frozenset({"customer"}),
        direct_marketing=True, consent_days=730,
    )  # fmt: skip
    propose(_steward("Shop"), shop, said, wanted)


def _draft(service: Department) -> None:
    """Lacks a balancing test and a condition of Art. 9: it stays a draft and says so."""
    said = Identity(
        "diet_advice", "Ernährungshinweise geben", "Give advice on diet",
        "Wir werten angegebene Unverträglichkeiten aus, um vor unpassenden Artikeln zu warnen.",
        "We analyse intolerances that were stated, to warn of unsuitable articles.", ("OptimisationForConsumer",),
    )  # fmt: skip
    wanted = Basis(
        Art6.LEGITIMATE_INTERESTS,
        frozenset({"special.health", "identifier.customer"}),
        frozenset({"customer"}),
    )
    propose(_steward("Kundenservice"), service, said, wanted)


def _now(purpose: Purpose) -> Basis:
    """Return the basis of the last version."""
    rows = PurposeVersion.objects.select_related("balancing").prefetch_related("recipients")
    return basis_of(rows.filter(purpose=purpose).latest("number"))


def _balanced(interest: str, review_on: date) -> BalancingTest:
    return BalancingTest(
        interest=interest, whose="controller", necessity="Ohne diese Angaben lässt sich das nicht klären.",
        less_intrusive_means="Nur nachzufragen hat sich nicht bewährt; anderes wirkt nicht gleich gut.",
        expectations="Wer bei uns bestellt, rechnet damit und findet es im Datenschutzhinweis.",
        safeguards="Nur die genannten Felder, kurze Frist, Zugriff nur für die zuständige Abteilung.",
        outweighs=True, review_on=review_on,
    )  # fmt: skip


def _steward(department: str) -> Principal:
    return person(Role.STEWARD, department)
