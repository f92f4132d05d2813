"""What tables as a whole say: lists of values, tenants, shortened words, tracks, details of a person."""

import pytest

from catalog.classify.classifier import classify
from catalog.classify.types import ColumnDescription, Verdict


def judge(table: str, *columns: tuple[str, str], source: str = "firma") -> dict[str, Verdict]:
    described = [ColumnDescription(source, table, name, type_name) for name, type_name in columns]
    return {column.column: verdict for column, verdict in zip(described, classify(described), strict=True)}


def test_an_entry_of_a_list_is_nobodys_even_where_the_list_is_of_unions() -> None:
    found = judge(
        "Gewerkschaften", ("Gewerkschaft_ID", "int"), ("Mandant_ID", "int"), ("Gewerkschaft", "varchar(64)")
    )

    assert not any(verdict.personal for verdict in found.values())


def test_the_same_word_beside_a_person_is_special() -> None:
    found = judge("mitarbeiter", ("personalnr", "int"), ("nachname", "text"), ("gewerkschaft", "text"))

    assert found["gewerkschaft"].category == "special.union"


def test_the_tenant_whose_data_base_it_is_is_not_a_customer() -> None:
    found = judge("patienten", ("patient_id", "int"), ("nachname", "text"), ("mandant_id", "int"))

    assert not found["mandant_id"].personal


@pytest.mark.parametrize(
    ("name", "category"),
    [("gndr", "gender"), ("mglnr", "identifier.customer"), ("konfn", "special.religion")],
)
def test_words_cut_short_are_understood_in_a_table_of_people(name: str, category: str) -> None:
    found = judge("mitglieder", ("nachname", "text"), ("gebdat", "date"), (name, "varchar(10)"))

    assert found[name].category == category


def test_how_many_people_there_may_be_is_no_person() -> None:
    found = judge("kurse", ("id", "int"), ("bezeichnung", "text"), ("max_personen", "int"))

    assert not found["max_personen"].personal


def test_leave_to_use_a_photo_is_a_choice_and_no_photo() -> None:
    found = judge("mitglieder", ("nachname", "text"), ("foto_erlaubt", "int"))

    assert found["foto_erlaubt"].category == "behaviour"


def test_positions_with_times_are_the_track_of_whoever_drove() -> None:
    found = judge("pos_log_x", ("fzg", "int"), ("ts", "datetime"), ("lat", "decimal"), ("lon", "decimal"))

    assert found["lat"].category == "location"


def test_a_detail_row_of_a_person_has_a_key_of_its_own() -> None:
    found = judge(
        "stammdaten", ("id", "int"), ("strasse", "text"), ("telefon", "text"), ("patient_id", "int")
    )

    assert not found["id"].personal
    assert found["patient_id"].category == "identifier.customer"


def test_padded_keys_are_no_telephone_numbers() -> None:
    values = ["00000000008811002234", "00000000008811002494", "00000000008811003311"]
    column = ColumnDescription("werk", "x1", "zzbel", "char(20)", sample_values=values)

    assert not classify([column])[0].personal
