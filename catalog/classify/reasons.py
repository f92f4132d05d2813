"""Says in German and English why a column was judged as it was; never with a value."""

from catalog.classify.answers import Answer
from catalog.classify.columns import Column
from catalog.classify.rows import Profile
from catalog.classify.types import Reason
from catalog.classify.values.evidence import COMPANY

_ROWS = {
    "person": ("eine Zeile beschreibt eine Person", "a row describes a person"),
    "about": ("eine Zeile gehört zu einer Person", "a row belongs to a person"),
    "event": (
        "eine Zeile ist ein Vorgang, der meist eine Person betrifft",
        "a row is an event that mostly concerns a person",
    ),
    "organisation": ("eine Zeile beschreibt eine Organisation", "a row describes an organisation"),
    "thing": ("eine Zeile beschreibt eine Sache", "a row describes a thing"),
    "system": ("die Tabelle dient der Technik", "the table is technical"),
    "lookup": ("die Tabelle ist ein Verzeichnis von Werten", "the table is a list of values"),
    "unknown": ("wovon die Tabelle handelt, ist nicht erkennbar", "what the table is about cannot be told"),
}

_RULES = {
    "actor": ("Die Spalte nennt, wer gehandelt hat.", "The column says who acted."),
    "own_key": ("Schlüssel einer Zeile, die eine Person ist.", "Key of a row that is a person."),
    "row_key": ("Schlüssel einer Zeile, die keine Person ist.", "Key of a row that is not a person."),
    "foreign_key": ("Fremdschlüssel auf eine Tabelle von Personen.", "Foreign key to a table of people."),
    "person_reference": ("Verweis auf eine Person.", "Reference to a person."),
    "person_in_words": ("Eine Person in Worten.", "A person in words."),
    "row_reference": (
        "Verweis auf etwas, das keine Person ist.",
        "Reference to something that is not a person.",
    ),
    "organisation": ("Angabe zu einer Organisation.", "A fact about an organisation."),
    "other_name": ("Name einer Sache oder Organisation.", "Name of a thing or an organisation."),
    "person_name": ("Name einer Person.", "Name of a person."),
    "name_person": ("Name in einer Tabelle von Personen.", "Name in a table of people."),
    "name_about": (
        "Name in einer Tabelle, die zu Personen gehört.",
        "Name in a table that belongs to people.",
    ),
    "name_none": (
        "Name in einer Tabelle, die nicht von Personen handelt.",
        "Name in a table that is not about people.",
    ),
    "count_of_people": ("Wie viele Personen, nicht welche.", "How many people, not which."),
    "flag": ("Ein bloßes Kennzeichen.", "A mere flag."),
    "code": ("Ein Code ohne Aussage über eine Person.", "A code that says nothing about a person."),
    "values": ("Die Werte sagen mehr als der Name.", "The values say more than the name."),
    "values_against": (
        "Der Name verspricht, was die Werte nicht halten.",
        "The name promises what the values do not keep.",
    ),
    "unexplained": (
        "Der Name sagt nichts Bekanntes; die Tabelle entscheidet.",
        "The name says nothing known; the table decides.",
    ),
}
_FOLLOWS = ("Die Angabe folgt dem, wovon die Zeile handelt.", "The entry follows what the row is about.")


def reasons(column: Column, table: Profile, answer: Answer) -> tuple[Reason, ...]:
    """What the name says, and what the table makes of it."""
    found = []
    concept = answer.concept
    if concept is not None:
        found.append(
            Reason("word", f"Der Name steht für: {concept.de}.", f"The name stands for: {concept.en}.", 0.6)
        )
    de, en = _RULES.get(answer.rule, _FOLLOWS)
    if concept is None or answer.rule in _RULES:
        found.append(Reason(answer.rule, de, en, 0.5))
    de, en = _ROWS[table.row]
    named = table.entity
    if named is not None:
        de, en = f"{de} ({named.de})", f"{en} ({named.en})"
    found.append(Reason("table_" + table.row, f"Zur Tabelle: {de}.", f"About the table: {en}.", 0.4))
    if answer.heard:
        found.append(_from_values(column, answer))
    return tuple(found)


_KINDS = {
    "iban": ("IBAN mit richtiger Prüfziffer", "IBANs with a right check digit"),
    "card": ("Kartennummern mit richtiger Prüfziffer", "card numbers with a right check digit"),
    "email": ("E-Mail-Adressen", "e-mail addresses"),
    "phone": ("Telefonnummern", "telephone numbers"),
    "social_security": (
        "Sozialversicherungsnummern mit richtiger Prüfziffer",
        "social security numbers with a right check digit",
    ),
    "health_insurance_number": (
        "Krankenversichertennummern mit richtiger Prüfziffer",
        "health insurance numbers with a right check digit",
    ),
    "national_id": (
        "amtliche Personenkennungen mit richtiger Prüfziffer",
        "national identity numbers with a right check digit",
    ),
    "imei": ("Gerätenummern (IMEI)", "device numbers (IMEI)"),
    "ip": ("IP-Adressen", "IP addresses"),
    "mac": ("MAC-Adressen", "MAC addresses"),
    "user_agent": ("Browserkennungen", "browser identifications"),
    "url": ("Internetadressen", "web addresses"),
    "password_hash": ("Passwort-Hashes", "password hashes"),
    "street": ("Straßen mit Hausnummern", "streets with house numbers"),
    "town": ("Ortsnamen", "names of towns"),
    "country": ("Ländernamen", "names of countries"),
    "full_name": ("Namen von Personen", "names of people"),
    "first_name": ("Vornamen", "first names"),
    "surname": ("Nachnamen", "surnames"),
    "gender": ("Geschlecht oder Anrede", "gender or salutation"),
    "religion": ("Konfessionen", "denominations"),
    "blood": ("Blutgruppen", "blood groups"),
    "icd": ("Codes wie von Diagnosen (ICD-10)", "codes like those of diagnoses (ICD-10)"),
    "birth_date": ("Daten, die Geburtsdaten sein können", "dates that can be dates of birth"),
    "coordinate": ("Koordinaten", "coordinates"),
    "person_in_prose": ("Freitext, in dem Personen genannt werden", "prose that names people"),
}
"""What each kind of evidence is called."""


def _from_values(column: Column, answer: Answer) -> Reason:
    evidence = column.evidence
    if evidence.kind is None:
        return Reason(
            "values_against",
            "Die Werte der Stichprobe haben eine Form, die nicht dazu passt.",
            "The sampled values have a form that does not fit.",
            0.7,
        )
    if evidence.kind.startswith(COMPANY):
        name = evidence.kind.removeprefix(COMPANY)
        de, en = f"Form „{name}“ (Erkennung des Hauses)", f'form "{name}" (the company\'s detector)'
    else:
        de, en = _KINDS[evidence.kind]
    share = f"{evidence.share:.0%}"
    weight = round(0.5 + evidence.share / 2, 2)
    return Reason(
        f"values_{evidence.kind}", f"{share} der Stichprobe: {de}.", f"{share} of the sample: {en}.", weight
    )
