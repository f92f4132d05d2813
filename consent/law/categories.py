"""Categories of personal data: their keys, Art. 9 and 10 GDPR kinds, DPV terms and names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Special = Literal["art9", "art10"]

DPV_PD = "https://w3id.org/dpv/pd#"
DPV = "https://w3id.org/dpv#"


@dataclass(frozen=True, slots=True)
class Category:
    """One category of personal data.

    `special` is the article that protects it beyond Art. 6 GDPR; `dpv` the IRI of its W3C DPV term.
    """

    key: str
    special: Special | None
    dpv: str | None
    en: str
    de: str


def _all() -> tuple[Category, ...]:
    art9: Special = "art9"
    return (
        Category("none", None, None, "Not personal", "Nicht personenbezogen"),
        Category("name", None, DPV_PD + "Name", "Name", "Name"),
        Category("contact.email", None, DPV_PD + "EmailAddress", "E-mail address", "E-Mail-Adresse"),
        Category("contact.phone", None, DPV_PD + "TelephoneNumber", "Telephone number", "Telefonnummer"),
        Category("address", None, DPV_PD + "PhysicalAddress", "Address", "Anschrift"),
        Category("date_of_birth_age", None, DPV_PD + "Age", "Date of birth, age", "Geburtsdatum, Alter"),
        Category("gender", None, DPV_PD + "Gender", "Gender, salutation", "Geschlecht, Anrede"),
        Category("identifier.customer", None, DPV_PD + "UID", "Customer identifier", "Kundenkennung"),
        Category(
            "identifier.government", None, DPV_PD + "OfficialID", "Official identifier", "Amtliche Kennung"
        ),
        Category("identifier.online", None, DPV_PD + "Username", "Online identifier", "Online-Kennung"),
        Category("credential", None, DPV_PD + "Authenticating", "Credential", "Zugangsdaten"),
        Category("financial", None, DPV_PD + "Financial", "Financial data", "Zahlungs- und Finanzdaten"),
        Category("location", None, DPV_PD + "Location", "Location", "Standort"),
        Category("behaviour", None, DPV_PD + "Behavioural", "Behaviour", "Kauf- und Nutzungsverhalten"),
        Category("opinion", None, DPV_PD + "Opinion", "Opinion", "Meinung"),
        Category(
            "employment", None, DPV_PD + "Professional", "Employment, education", "Beschäftigung, Ausbildung"
        ),
        Category("family", None, DPV_PD + "Family", "Family", "Familie"),
        Category(
            "image_biometric",
            None,
            DPV_PD + "PhysicalCharacteristic",
            "Image, appearance",
            "Bild, äußere Merkmale",
        ),
        Category("special.health", art9, DPV_PD + "Health", "Health", "Gesundheit"),
        Category(
            "special.religion", art9, DPV_PD + "Religion", "Religion, belief", "Religion, Weltanschauung"
        ),
        Category("special.ethnicity", art9, DPV_PD + "Ethnicity", "Ethnic origin", "Ethnische Herkunft"),
        Category(
            "special.political", art9, DPV_PD + "PoliticalOpinion", "Political opinion", "Politische Meinung"
        ),
        Category(
            "special.sexlife", art9, DPV_PD + "Sexual", "Sex life, orientation", "Sexualleben, Orientierung"
        ),
        Category("special.union", art9, DPV_PD + "TradeUnionMembership", "Trade union", "Gewerkschaft"),
        Category("special.genetic", art9, DPV_PD + "Genetic", "Genetic data", "Genetische Daten"),
        Category("criminal", "art10", DPV_PD + "CriminalOffence", "Criminal offences", "Straftaten"),
        Category(
            "free_text_may_contain_personal_data",
            None,
            DPV + "PersonalData",
            "Free text",
            "Freitext",
        ),
    )


CATEGORIES: dict[str, Category] = {category.key: category for category in _all()}


class Subjects(StrEnum):
    """Whose data it is (the `subjects` of a classification)."""

    CUSTOMER = "customer"
    CONTACT_PERSON = "contact_person"
    EMPLOYEE = "employee"
    APPLICANT = "applicant"
    PATIENT = "patient"
    MEMBER = "member"
    CHILD = "child"
    UNKNOWN = "unknown"


SUBJECTS: dict[Subjects, tuple[str, str]] = {
    Subjects.CUSTOMER: ("Customers", "Kunden"),
    Subjects.CONTACT_PERSON: ("Contact persons", "Ansprechpartner"),
    Subjects.EMPLOYEE: ("Employees", "Beschäftigte"),
    Subjects.APPLICANT: ("Applicants", "Bewerber"),
    Subjects.PATIENT: ("Patients", "Patienten"),
    Subjects.MEMBER: ("Members", "Mitglieder"),
    Subjects.CHILD: ("Children", "Kinder"),
    Subjects.UNKNOWN: ("Unknown", "Unbekannt"),
}
