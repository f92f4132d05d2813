"""Art. 9 and Art. 10 GDPR: each kind is found, also where it can only be inferred (CJEU C-184/20)."""

import pytest

from tests.catalog.classify.columns import judged

ART_9 = [
    ("special.health", "klinik", "aufnahme", ["fall_id", "patient_id", "aufnahmediagnose"], "aufnahmediagnose"),
    ("special.health", "lohn", "fehlzeiten", ["personalnr", "von", "au_bescheinigung"], "au_bescheinigung"),
    ("special.health", "shop", "kundenprofil", ["kunde_id", "allergenfilter"], "allergenfilter"),
    ("special.health", "shop", "filter_einstellungen", ["kunden_nr", "allergen_ausschluss"], "allergen_ausschluss"),
    ("special.health", "hr", "employees", ["id", "last_name", "sick_leave_days"], "sick_leave_days"),
    ("special.religion", "lohn", "mitarbeiter", ["personalnr", "nachname", "konfession"], "konfession"),
    ("special.religion", "lohn", "mitarbeiter", ["personalnr", "nachname", "kirchensteuer"], "kirchensteuer"),
    ("special.religion", "reise", "passagiere", ["id", "nachname", "koscher"], "koscher"),
    ("special.ethnicity", "schule", "schueler", ["id", "vorname", "migrationshintergrund"], "migrationshintergrund"),
    ("special.ethnicity", "court", "defendants", ["id", "last_name", "race"], "race"),
    ("special.political", "verband", "mitglieder", ["id", "nachname", "parteizugehoerigkeit"], "parteizugehoerigkeit"),
    ("special.sexlife", "dating", "profiles", ["id", "sexual_orientation"], "sexual_orientation"),
    ("special.sexlife", "standesamt", "personen", ["id", "vorname", "geschlecht_ehepartner"], "geschlecht_ehepartner"),
    ("special.union", "lohn", "mitarbeiter", ["personalnr", "gewerkschaftsbeitrag"], "gewerkschaftsbeitrag"),
    ("special.union", "rh", "employes", ["matricule", "nom", "cotisation_syndicale"], "cotisation_syndicale"),
    ("special.genetic", "biobank", "proben", ["id", "patient_id", "genvariante"], "genvariante"),
    ("special.genetic", "praxis", "genbefund", ["id", "patient_id", "traegerstatus"], "traegerstatus"),
    ("special.union", "gewerkschaft", "mitglieder", ["id", "nachname", "austritt"], "austritt"),
    ("special.political", "partei", "mitglieder", ["id", "nachname", "eintritt"], "eintritt"),
    ("special.political", "uni", "waehlerverzeichnis", ["matrikelnr", "liste"], "liste"),
    ("special.sexlife", "dating", "profiles", ["id", "display_name", "kinks"], "kinks"),
    ("special.health", "lohn", "abwesenheiten", ["personalnr", "kranktage"], "kranktage"),
]  # fmt: skip


@pytest.mark.parametrize(("category", "source", "table", "columns", "column"), ART_9)
def test_art_9_gdpr_is_named_with_its_kind(
    category: str, source: str, table: str, columns: list[str], column: str
) -> None:
    verdict = judged(source, table, columns)[column]

    assert (verdict.category, verdict.special) == (category, "art9")


@pytest.mark.parametrize(
    ("table", "columns", "column"),
    [
        ("beschuldigte", ["id", "nachname", "tatvorwurf"], "tatvorwurf"),
        ("mitarbeiter", ["personalnr", "nachname", "fuehrungszeugnis_vom"], "fuehrungszeugnis_vom"),
        ("defendants", ["id", "last_name", "prior_convictions"], "prior_convictions"),
        ("verfahren", ["az", "gericht", "urteil", "strafmass"], "strafmass"),
        ("inmates", ["id", "last_name", "custody_start"], "custody_start"),
    ],
)
def test_art_10_gdpr_is_named_for_criminal_matters(table: str, columns: list[str], column: str) -> None:
    verdict = judged("system", table, columns)[column]

    assert (verdict.category, verdict.special) == ("criminal", "art10")


def test_a_list_of_diagnoses_without_people_is_not_art_9() -> None:
    verdicts = judged("klinik", "diagnose_katalog", ["icd_code", "bezeichnung", "gueltig_ab"])

    assert not any(verdict.personal for verdict in verdicts.values())


def test_an_allergy_in_a_complaint_does_not_make_the_article_health_data() -> None:
    verdicts = judged(
        "service", "beschwerden", ["kunde", "artikel", "allergie", "unvertraeglichkeit", "kulanz"]
    )

    assert verdicts["allergie"].special == "art9"
    assert not any(verdicts[column].special for column in ("artikel", "kulanz"))


def test_joining_a_sports_club_is_no_special_category() -> None:
    verdicts = judged("turnverein", "mitglieder", ["id", "nachname", "eintritt", "austritt", "beitrag"])

    assert not any(verdict.special for verdict in verdicts.values())


def test_notes_of_a_dead_guess_carry_less_confidence_than_a_plain_word() -> None:
    verdicts = judged("klinik", "patienten", ["patientennr", "diagnose", "xqz7"])

    assert verdicts["diagnose"].confidence > 0.9 > verdicts["xqz7"].confidence
