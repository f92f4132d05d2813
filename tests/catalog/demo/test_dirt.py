"""The demo company's data are as dirty as its plan says."""

import polars as pl
import pytest

from catalog.demo.company import found
from catalog.demo.plan import Dirt, Plan


@pytest.fixture(scope="module")
def customers(company):
    return company.rows["demo_shop"]["shop.kunden"]


def share(condition: pl.Series) -> float:
    return condition.sum() / condition.len()


def test_some_customers_are_registered_twice(company):
    origin = company.persons.filter(silo="demo_shop")["origin"]
    assert (origin == "duplicate").sum() / company.plan.customers == pytest.approx(0.025, abs=0.01)


def test_some_rows_are_left_over_from_tests(company):
    origin = company.persons.filter(silo="demo_shop")["origin"]
    assert (origin == "test").sum() == 6


@pytest.mark.parametrize(
    ("column", "expected"), [("email", 0.04), ("telefon", 0.35), ("mobil", 0.35), ("geburtsdatum", 0.3)]
)
def test_some_values_are_missing(customers, column, expected):
    assert share(customers[column].is_null()) == pytest.approx(expected, abs=0.03)


def test_some_umlauts_are_read_in_a_wrong_encoding(customers):
    assert 0 < share(customers["nachname"].str.contains("Ã")) < 0.012


def test_some_names_are_typed_without_umlauts(customers):
    mueller = customers.filter(pl.col("nachname").is_in(["Müller", "Mueller"]))["nachname"]
    assert share(mueller == "Mueller") == pytest.approx(0.05, abs=0.05)


def test_some_given_names_stand_in_the_field_of_the_surname(customers):
    assert (
        0
        < share(customers["nachname"].is_in(["Wiebke", "Anna", "Thomas", "Mehmet", "Lena", "Frauke"]))
        < 0.02
    )


def test_families_share_an_address(company):
    addresses = company.rows["demo_shop"]["shop.kundenadressen"].filter(art="R")
    homes = addresses.group_by("strasse", "hausnr", "plz").len()["len"]
    assert (homes > 1).sum() / homes.len() == pytest.approx(0.25, abs=0.08)


def test_some_families_share_an_email_address(customers):
    addresses = customers["email"].drop_nulls()
    assert addresses.n_unique() < addresses.len()


def test_some_ibans_are_written_as_on_paper(company):
    ibans = company.rows["demo_finanzen"]["bankverbindungen"]["iban"]
    assert share(ibans.str.contains(" ")) == pytest.approx(0.05, abs=0.03)


def test_a_plan_without_dirt_makes_clean_rows():
    clean = Dirt(**dict.fromkeys(Dirt.__slots__, 0.0))
    customers = found(Plan(customers=500, dirt=clean)).rows["demo_shop"]["shop.kunden"]
    assert not customers["nachname"].str.contains("Ã").any()
    assert customers["email"].null_count() == 0
