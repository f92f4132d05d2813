"""The same name means different things in different tables."""

from tests.catalog.classify.columns import judged


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
