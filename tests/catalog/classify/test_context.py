"""The same name means different things in different tables."""

from catalog.classify.classifier import classify
from tests.catalog.classify.columns import judged, table


def test_land_is_an_address_in_a_table_of_people_and_nothing_in_a_table_of_articles() -> None:
    people = judged("erp", "adressen", ["id", "vorname", "nachname", "strasse", "land"])
    goods = judged("erp", "artikel", ["id", "bezeichnung", "preis", "land"])

    assert people["land"].category == "address"
    assert not goods["land"].personal


def test_name_of_a_customer_is_personal_and_name_of_a_product_is_not() -> None:
    assert judged("shop", "kunden", ["id", "name", "plz"])["name"].category == "name"
    assert not judged("shop", "produkte", ["id", "name", "preis"])["name"].personal


def test_a_key_is_personal_only_where_the_row_is_a_person() -> None:
    assert judged("shop", "customers", ["id", "email"])["id"].category == "identifier.customer"
    assert not judged("shop", "products", ["id", "price"])["id"].personal


def test_who_created_a_row_is_a_person_even_in_a_table_of_goods() -> None:
    verdicts = judged("shop", "products", ["id", "price", "created_by", "created_at", "updated_at"])

    assert verdicts["created_by"].category == "identifier.customer"
    assert not verdicts["updated_at"].personal


def test_a_file_is_judged_by_its_name_and_not_by_its_format() -> None:
    columns = ["id", "name", "plz"]
    for file in (
        "kunden.csv",
        "kunden.csv.gz",
        "kunden.JSONL",
        "export/kunden.parquet",
        "kunden.xlsx#kunden",
    ):
        verdicts = judged("shop", file, columns)
        assert {name: verdict.category for name, verdict in verdicts.items()} == {
            name: verdict.category for name, verdict in judged("shop", "kunden", columns).items()
        }, file


def test_the_key_of_people_is_known_in_every_table_of_its_source() -> None:
    people = table("klinik", "patient", ["p_id", "p_vorname", "p_nachname"])
    visits = table("klinik", "xq_log", ["nr7", "p_id", "datum"])
    elsewhere = table("lager", "xq_log", ["nr7", "p_id", "datum"])

    verdicts = classify([*people, *visits, *elsewhere])

    assert verdicts[4].category == "identifier.customer"
    assert verdicts[5].category == "special.health"
    assert not verdicts[7].personal


def test_a_list_of_values_about_people_holds_nobody() -> None:
    verdicts = judged("erp", "anrede", ["anrede_id", "bezeichnung"])

    assert not any(verdict.personal for verdict in verdicts.values())


def test_the_address_of_an_institution_is_nobody_s() -> None:
    verdicts = judged("stadt", "dienststellen", ["id", "name", "strasse", "plz", "ort", "telefon"])

    assert not any(verdict.personal for verdict in verdicts.values())


def test_a_cell_is_a_telephone_in_a_shop_and_a_place_in_a_prison() -> None:
    assert judged("shop", "customers", ["id", "last_name", "cell"])["cell"].category == "contact.phone"
    assert judged("prison", "inmates", ["id", "last_name", "cell"])["cell"].category == "criminal"


def test_a_contact_person_of_a_supplier_is_a_person_and_the_switchboard_is_not() -> None:
    verdicts = judged("erp", "lieferanten", ["id", "name", "ap_telefon", "asp_name", "telefon"])

    assert (verdicts["ap_telefon"].category, verdicts["asp_name"].category) == ("contact.phone", "name")
    assert not verdicts["telefon"].personal
