"""Names in the spellings of real systems are understood."""

import pytest

from tests.catalog.classify.columns import judged

PEOPLE = ("personen", ["vorname", "nachname", "geburtsdatum"])


@pytest.mark.parametrize(
    ("column", "category"),
    [
        ("Kundentelefonnummer", "contact.phone"),
        ("Geburtsdatum", "date_of_birth_age"),
        ("Konfessionskennzeichen", "special.religion"),
        ("gebdat", "date_of_birth_age"),
        ("GEBURTS_DATUM", "date_of_birth_age"),
        ("birthDate", "date_of_birth_age"),
        ("plz", "address"),
        ("str", "address"),
        ("hausnr", "address"),
        ("Straße", "address"),
        ("STRASSE", "address"),
        ("tel_privat", "contact.phone"),
        ("kto", "financial"),
        ("blz", "financial"),
        ("steuernr", "identifier.government"),
        ("rvnr", "identifier.government"),
        ("konf", "special.religion"),
        ("eMail", "contact.email"),
        ("e-mail", "contact.email"),
        ("angelegt_von", "identifier.customer"),
        ("assigned_to", "identifier.customer"),
        ("gehaltsgruppe", "employment"),
        ("letzte_änderung", "none"),
        ("row_version", "none"),
        ("updated_at", "none"),
        ("prénom", "name"),
        ("fecha_nacimiento", "date_of_birth_age"),
        ("codice_fiscale", "identifier.government"),
        ("achternaam", "name"),
        ("nazwisko", "name"),
    ],
)
def test_a_column_of_a_person_is_understood(column: str, category: str) -> None:
    assert judged("system", PEOPLE[0], [*PEOPLE[1], column])[column].category == category


@pytest.mark.parametrize(
    "column", ["capacity", "velocity", "estate_type", "notice", "scenario_code", "academic_year"]
)
def test_a_word_inside_another_word_does_not_count(column: str) -> None:
    assert not judged("plant", "machines", ["machine_id", column])[column].personal


def test_letters_that_a_vendor_puts_before_every_name_are_passed_over() -> None:
    verdicts = judged("shop", "qxuser", ["QXFNAME", "QXLNAME", "QXCITY", "QXFON", "QXTIMESTAMP"])

    assert [verdict.category for verdict in verdicts.values()] == [
        "name",
        "name",
        "address",
        "contact.phone",
        "none",
    ]


def test_letters_for_types_before_names_are_passed_over() -> None:
    verdicts = judged("crm", "tblKontakt", ["nID", "szVorname", "szNachname", "dtGeburtsdatum", "szOrt"])

    assert verdicts["szOrt"].category == "address"
    assert verdicts["dtGeburtsdatum"].category == "date_of_birth_age"


def test_a_foreign_key_to_people_makes_the_row_about_them() -> None:
    from catalog.classify.classifier import classify
    from catalog.classify.types import ColumnDescription

    columns = [
        ColumnDescription("shop", "vorgang_x", "ref7", references="kunde.id"),
        ColumnDescription("shop", "vorgang_x", "betrag", "numeric"),
    ]
    key, amount = classify(columns)

    assert (key.category, key.subjects) == ("identifier.customer", "customer")
    assert amount.personal


def test_a_comment_explains_a_name_that_says_nothing() -> None:
    from catalog.classify.classifier import classify
    from catalog.classify.types import ColumnDescription

    column = ColumnDescription("erp", "kna1", "STCD1", "char(16)", comment="Steuernummer des Kunden")

    assert classify([column])[0].category == "identifier.government"
