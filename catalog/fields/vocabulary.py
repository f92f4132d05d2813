"""The words by which people ask for categories, subjects and decisions, in German and English (pure).

Written in lower case with umlauts spelt out, as asking.fold() writes a question.
"""

from catalog.fields.states import Decision
from consent.law.categories import Subjects

_CONTACT = ("contact.email", "contact.phone", "address")
_SPECIAL = (
    "special.health", "special.religion", "special.ethnicity", "special.political", "special.sexlife",
    "special.union", "special.genetic",
)  # fmt: skip

CATEGORY_WORDS: dict[str, tuple[str, ...]] = {
    "name": ("name",), "namen": ("name",), "names": ("name",), "vorname": ("name",), "nachname": ("name",),
    "e-mail": ("contact.email",), "e mail": ("contact.email",), "email": ("contact.email",),
    "mail": ("contact.email",), "mailadresse": ("contact.email",), "e mail adresse": ("contact.email",), "e mail adressen": ("contact.email",),
    "email addresses": ("contact.email",), "emailadressen": ("contact.email",),
    "emailadresse": ("contact.email",), "email address": ("contact.email",),
    "telefon": ("contact.phone",), "telefonnummer": ("contact.phone",), "phone": ("contact.phone",),
    "telephone": ("contact.phone",), "handynummer": ("contact.phone",), "fax": ("contact.phone",),
    "kontakt": _CONTACT, "contact": _CONTACT, "kontaktdaten": _CONTACT,
    "adresse": ("address",), "adressen": ("address",), "address": ("address",), "addresses": ("address",),
    "anschrift": ("address",), "anschriften": ("address",), "wohnort": ("address",),
    "geburtsdatum": ("date_of_birth_age",), "geburt": ("date_of_birth_age",), "alter": ("date_of_birth_age",),
    "geburtstag": ("date_of_birth_age",), "age": ("date_of_birth_age",), "birthday": ("date_of_birth_age",),
    "date of birth": ("date_of_birth_age",), "birth date": ("date_of_birth_age",),
    "geschlecht": ("gender",), "anrede": ("gender",), "gender": ("gender",), "sex": ("gender",),
    "salutation": ("gender",),
    "kundennummer": ("identifier.customer",), "kundenkennung": ("identifier.customer",),
    "customer number": ("identifier.customer",), "customer id": ("identifier.customer",),
    "customer identifier": ("identifier.customer",),
    "ausweis": ("identifier.government",), "steuernummer": ("identifier.government",),
    "amtliche kennung": ("identifier.government",), "sozialversicherungsnummer": ("identifier.government",),
    "passport": ("identifier.government",), "tax number": ("identifier.government",),
    "official identifier": ("identifier.government",),
    "online kennung": ("identifier.online",), "ip adresse": ("identifier.online",),
    "ip address": ("identifier.online",), "cookie": ("identifier.online",), "cookies": ("identifier.online",),
    "online identifier": ("identifier.online",),
    "passwort": ("credential",), "passwoerter": ("credential",), "password": ("credential",),
    "passwords": ("credential",), "zugangsdaten": ("credential",), "credentials": ("credential",),
    "zahlung": ("financial",), "zahlungsdaten": ("financial",), "finanzdaten": ("financial",),
    "bank": ("financial",), "bankdaten": ("financial",), "bankverbindung": ("financial",),
    "konto": ("financial",), "kontodaten": ("financial",), "iban": ("financial",), "payment": ("financial",),
    "financial": ("financial",), "gehalt": ("financial",), "salary": ("financial",),
    "standort": ("location",), "standorte": ("location",), "location": ("location",),
    "locations": ("location",), "gps": ("location",), "koordinaten": ("location",),
    "verhalten": ("behaviour",), "kaufverhalten": ("behaviour",), "nutzungsverhalten": ("behaviour",),
    "behaviour": ("behaviour",), "behavior": ("behaviour",), "kaeufe": ("behaviour",),
    "meinung": ("opinion",), "meinungen": ("opinion",), "opinion": ("opinion",), "opinions": ("opinion",),
    "bewertung": ("opinion",), "bewertungen": ("opinion",), "umfrage": ("opinion",),
    "beschaeftigung": ("employment",), "ausbildung": ("employment",), "beruf": ("employment",),
    "employment": ("employment",), "job": ("employment",), "education": ("employment",),
    "familie": ("family",), "familienstand": ("family",), "family": ("family",),
    "bild": ("image_biometric",), "bilder": ("image_biometric",), "foto": ("image_biometric",),
    "fotos": ("image_biometric",), "photo": ("image_biometric",), "photos": ("image_biometric",),
    "biometrie": ("image_biometric",), "biometric": ("image_biometric",),
    "gesundheit": ("special.health",), "health": ("special.health",), "krankheit": ("special.health",),
    "krankheiten": ("special.health",), "allergie": ("special.health",), "allergien": ("special.health",),
    "diagnose": ("special.health",), "medical": ("special.health",), "medizinisch": ("special.health",),
    "religion": ("special.religion",), "konfession": ("special.religion",), "belief": ("special.religion",),
    "weltanschauung": ("special.religion",),
    "herkunft": ("special.ethnicity",), "ethnie": ("special.ethnicity",), "ethnic": ("special.ethnicity",),
    "ethnicity": ("special.ethnicity",), "ethnic origin": ("special.ethnicity",),
    "ethnische herkunft": ("special.ethnicity",),
    "politik": ("special.political",), "political": ("special.political",), "partei": ("special.political",),
    "politische meinung": ("special.political",), "political opinion": ("special.political",),
    "sexualitaet": ("special.sexlife",), "sexualleben": ("special.sexlife",), "sex life": ("special.sexlife",),
    "sexuelle orientierung": ("special.sexlife",), "sexual orientation": ("special.sexlife",),
    "gewerkschaft": ("special.union",), "union": ("special.union",), "trade union": ("special.union",),
    "genetik": ("special.genetic",), "genetisch": ("special.genetic",), "genetic": ("special.genetic",),
    "straftat": ("criminal",), "straftaten": ("criminal",), "vorstrafen": ("criminal",),
    "criminal": ("criminal",), "art 10": ("criminal",), "artikel 10": ("criminal",),
    "freitext": ("free_text_may_contain_personal_data",), "freitexte": ("free_text_may_contain_personal_data",),
    "free text": ("free_text_may_contain_personal_data",),
    "art 9": _SPECIAL, "artikel 9": _SPECIAL, "article 9": _SPECIAL, "besondere kategorien": _SPECIAL,
    "special categories": _SPECIAL, "besonders geschuetzt": (*_SPECIAL, "criminal"),
    "besonders geschuetzte": (*_SPECIAL, "criminal"), "sensibel": (*_SPECIAL, "criminal"),
    "sensitive": (*_SPECIAL, "criminal"),
}  # fmt: skip

SUBJECT_WORDS: dict[str, tuple[Subjects, ...]] = {
    word: (subject,)
    for subject, words in {
        Subjects.CUSTOMER: ("kunde", "kunden", "kundinnen", "kundin", "customer", "customers", "client", "clients"),
        Subjects.CONTACT_PERSON: ("ansprechpartner", "kontaktperson", "kontaktpersonen", "contact person",
                                  "contact persons", "contact people"),
        Subjects.EMPLOYEE: ("beschaeftigte", "beschaeftigten", "mitarbeiter", "mitarbeitern", "mitarbeitende",
                            "mitarbeitenden", "personal", "employee", "employees", "staff"),
        Subjects.APPLICANT: ("bewerber", "bewerbern", "bewerberinnen", "applicant", "applicants"),
        Subjects.PATIENT: ("patient", "patienten", "patientinnen", "patients"),
        Subjects.MEMBER: ("mitglied", "mitglieder", "mitgliedern", "member", "members"),
        Subjects.CHILD: ("kind", "kinder", "kindern", "child", "children"),
    }.items()
    for word in words
}  # fmt: skip

DECISION_WORDS: dict[str, tuple[Decision, ...]] = {
    "vorschlag": (Decision.PROPOSED,), "vorschlaege": (Decision.PROPOSED,), "offen": (Decision.PROPOSED,),
    "offene": (Decision.PROPOSED,), "offenen": (Decision.PROPOSED,), "open": (Decision.PROPOSED,),
    "unbestaetigt": (Decision.PROPOSED,), "proposed": (Decision.PROPOSED,), "undecided": (Decision.PROPOSED,),
    "bestaetigt": (Decision.CONFIRMED,), "bestaetigte": (Decision.CONFIRMED,),
    "confirmed": (Decision.CONFIRMED,), "geaendert": (Decision.CHANGED,), "verworfen": (Decision.REJECTED,),
    "rejected": (Decision.REJECTED,),
}  # fmt: skip

FILLERS = frozenset(
    ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "von", "vom", "zu", "zur", "zum", "in", "im", "an", "am", "auf", "fuer", "ueber", "mit", "und", "oder", "wo", "wer", "welche", "welcher", "welches", "alle", "liegen", "liegt", "stehen", "steht", "gibt", "es", "sind", "ist", "unserer", "unsere", "unseren", "bei", "daten", "angaben", "informationen", "felder", "feld", "spalten", "spalte", "data", "field", "fields", "column", "columns", "information", "the", "a", "an", "of", "about", "for", "in", "on", "and", "or", "where", "which", "all", "our", "is", "are", "do", "we", "have", "show", "find", "zeige", "suche", "finde", "personenbezogene", "personenbezogenen", "kategorie", "category", "department", "abteilung", "quelle", "source"]
)

# "Gesundheitsdaten", "Kundendaten": the word before these endings is what is asked for
ENDINGS = ("sdaten", "daten", "sangaben", "angaben", "sinformationen", "informationen", "sfelder", "felder")
