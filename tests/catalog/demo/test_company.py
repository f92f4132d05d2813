"""The demo company as a whole: the same seed makes the same rows, and they hold together."""

import re
from itertools import product

import polars as pl
import pytest
from stdnum import iban
from stdnum.de import idnr, vat

from catalog.demo.company import SILOS, found
from catalog.demo.plan import Plan
from catalog.demo.truth import labels
from consent.law.categories import CATEGORIES

FICTION = re.compile(
    r"(030|069|040|089|0221|0176|0171)(23125\d{3}|90009\d{3}|66969\d{3}|99998\d{3}|4710\d{3}|040690\d{2}|39200\d{2})"
)
COLUMNS = [(silo, table, column) for silo in SILOS for table in silo.tables for column in table.columns]
KEYS = [(silo, table, column) for silo, table, column in COLUMNS if column.references]


def columns_of(company, label):
    """Return all values of all columns with this label."""
    for silo, table, column in COLUMNS:
        if column.label == label:
            values = company.rows[silo.name][table.path][column.name].drop_nulls()
            yield f"{table.path}.{column.name}", values


def test_the_same_seed_makes_the_same_rows():
    one, two = found(Plan(customers=200, seed=3)), found(Plan(customers=200, seed=3))
    for silo in SILOS:
        for table in silo.tables:
            assert one.rows[silo.name][table.path].equals(two.rows[silo.name][table.path]), table.path


def test_another_seed_makes_other_people():
    one, two = found(Plan(customers=200, seed=3)), found(Plan(customers=200, seed=4))
    kunden = "demo_shop", "shop.kunden"
    assert not one.rows[kunden[0]][kunden[1]].equals(two.rows[kunden[0]][kunden[1]])


@pytest.mark.parametrize("customers", [20, 21, 57])
def test_a_company_of_any_size_can_be_founded(customers):
    company = found(Plan(customers=customers))
    assert company.rows["demo_shop"]["shop.kunden"].height >= customers


def test_a_company_of_fewer_than_twenty_customers_is_refused():
    with pytest.raises(ValueError, match="at least 20"):
        Plan(customers=19)


def test_every_table_has_rows(company):
    empty = [path for silo in SILOS for path, rows in company.rows[silo.name].items() if not rows.height]
    assert empty == []


@pytest.mark.parametrize(
    ("silo", "table", "column"), KEYS, ids=[f"{table.path}.{column.name}" for _, table, column in KEYS]
)
def test_every_reference_leads_to_a_row(company, silo, table, column):
    path, _, target = column.references.rpartition(".")
    wanted = company.rows[silo.name][table.path][column.name].drop_nulls().unique()
    there = company.rows[silo.name][path][target]
    assert wanted.filter(~wanted.is_in(there.implode())).to_list() == []


@pytest.mark.parametrize(
    ("silo", "table"), [(silo, table) for silo in SILOS for table in silo.tables if table.keys]
)
def test_every_primary_key_is_unique_and_complete(company, silo, table):
    keys = company.rows[silo.name][table.path].select(table.keys)
    assert keys.n_unique() == keys.height
    assert keys.null_count().sum_horizontal().item() == 0


def test_every_phone_number_is_kept_free_for_fiction(company):
    for place, numbers in columns_of(company, "contact.phone"):
        plain = numbers.str.replace_all(r"[\s/]", "").str.replace(r"^\+49", "0")
        wrong = [number for number in plain if not FICTION.fullmatch(number)]
        assert wrong == [], place


def test_every_email_address_ends_in_a_domain_for_examples(company):
    for place, addresses in columns_of(company, "contact.email"):
        wrong = addresses.filter(
            ~addresses.str.to_lowercase().str.contains(r"@([a-z]+\.)?example\.(com|net|org)$")
        )
        assert wrong.to_list() == [], place


def test_every_ip_address_is_from_a_net_for_documentation(company):
    sessions = company.rows["demo_shop"]["shop.webSession"]["ipAddress"]
    assert sessions.str.contains(r"^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$").all()


def test_ibans_are_valid_and_at_no_bank(company):
    ibans = company.rows["demo_finanzen"]["zahlungen"]["auftraggeber_iban"]
    assert all(iban.is_valid(number) for number in ibans)
    assert ibans.str.contains("^DE..9").all()


def test_tax_and_vat_ids_have_valid_check_digits(company):
    finance = company.rows["demo_finanzen"]
    assert all(idnr.is_valid(number) for number in finance["lohn_stammdaten"]["steuer_id"])
    assert all(vat.is_valid(number) for number in finance["debitoren"]["ust_id_nr"].drop_nulls())


def test_social_security_ids_carry_the_date_of_birth_and_a_valid_check_digit(company):
    for number, born in (
        company.rows["demo_finanzen"]["lohn_stammdaten"].select("sv_nummer", "geb_datum").iter_rows()
    ):
        assert number[2:8] == born[:2] + born[3:5] + born[8:]
        digits = number[:8] + f"{ord(number[8]) - 64:02d}" + number[9:11]
        total = sum(
            sum(map(int, str(int(digit) * weight)))
            for digit, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
        )
        assert number[11] == str(total % 10)


def test_the_silos_share_no_key(company):
    shop = company.rows["demo_shop"]["shop.kunden"]["kunden_nr"]
    debtors = company.rows["demo_finanzen"]["debitoren"]["debitor_nr"]
    assert debtors.filter(debtors.is_in(shop.implode())).len() == 0


def test_the_truth_joins_what_the_silos_do_not(company):
    persons = company.persons
    both = persons.filter(silo="demo_shop").join(persons.filter(silo="demo_finanzen"), on="person")
    assert both.height > 1_000
    assert persons.filter(pl.col("person").is_null())["origin"].unique().to_list() == ["test"]


def test_nothing_happens_after_the_last_day(company):
    last = company.plan.until
    for path in ("shop.bestellungen", "shop.kunden", "shop.retouren"):
        days = company.rows["demo_shop"][path].select(pl.col(pl.Datetime, pl.Date).cast(pl.Date).max())
        assert all(day <= last for day in days.row(0)), path


def test_every_column_has_a_known_label_and_no_two_the_same_place():
    lines = list(labels())
    places = {(line["source"], line["schema"], line["table"], line["column"]) for line in lines}
    assert len(places) == len(lines) == sum(len(table.columns) for silo in SILOS for table in silo.tables)
    assert {line["category"] for line in lines} <= CATEGORIES.keys()


def test_the_hard_questions_are_there():
    found_labels = {line["category"] for line in labels()}
    hard = {"special.health", "special.religion", "special.union", "criminal", "location", "image_biometric"}
    assert hard <= found_labels
    subjects = {line["subjects"] for line in labels()}
    assert {"customer", "employee", "contact_person", None} <= subjects


def test_every_silo_holds_tables_without_personal_data():
    for silo, personal in product(SILOS, (True, False)):
        assert any((table.subjects is not None) is personal for table in silo.tables), (
            f"{silo.name} lacks tables {'with' if personal else 'without'} personal data"
        )
