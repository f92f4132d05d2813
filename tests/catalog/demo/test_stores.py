"""The demo company's silos in real files: readable by others, and the same bytes each time."""

import hashlib
import sqlite3
from datetime import date

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.demo.company import found
from catalog.demo.finance.schema import FINANCE
from catalog.demo.plan import Plan
from catalog.demo.service.schema import SERVICE
from catalog.demo.stores import files, sqlite
from catalog.demo.stores.workbook import workbook


def fingerprints(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        company = found(Plan(customers=100))
        files.build(tmp_path / name, SERVICE, company.rows[SERVICE.name])
        sqlite.build(tmp_path / name / "finance.sqlite", FINANCE, company.rows[FINANCE.name])
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")


def test_the_call_list_has_semicolons_decimal_commas_and_windows_umlauts(tmp_path, company):
    files.build(tmp_path, SERVICE, company.rows[SERVICE.name])
    head, first, *_ = (tmp_path / "telefon/anrufliste.csv").read_bytes().decode("cp1252").splitlines()
    assert head.split(";")[7] == "Gesprächsnotiz"
    assert "," in first.split(";")[5]


def test_finance_is_one_whole_sqlite_file(tmp_path, company):
    path = tmp_path / "finance.sqlite"
    sqlite.build(path, FINANCE, company.rows[FINANCE.name])
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert (
            connection.execute("SELECT count(*) FROM rechnungen").fetchone()[0]
            == company.rows[FINANCE.name]["rechnungen"].height
        )
    assert [file.name for file in tmp_path.iterdir()] == ["finance.sqlite"]


def test_excel_readers_get_text_numbers_and_dates(tmp_path):
    frame = pl.DataFrame(
        {"Kunde": ["Müller & <Söhne>", None], "Kulanz": [12.5, 3.0], "Am": [date(2026, 3, 1), None]}
    )
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook({"Blatt": frame}))
    read = pl.from_arrow(fastexcel.read_excel(path).load_sheet("Blatt").to_arrow())
    assert read["Kunde"].to_list() == ["Müller & <Söhne>", None]
    assert read["Kulanz"].to_list() == [12.5, 3.0]
    assert read["Am"].cast(pl.Date).to_list() == [date(2026, 3, 1), None]


@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_categories=["Cc"]), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_any_printable_text_survives_in_a_workbook(cells):
    book = workbook({"x": pl.DataFrame({"a": cells})})
    read = pl.from_arrow(fastexcel.read_excel(book).load_sheet("x").to_arrow())
    assert [str(cell) for cell in read["a"]] == cells


@pytest.mark.slow
def test_the_shop_loads_into_postgresql_with_keys_and_comments(company):
    import psycopg

    from catalog.demo.shop.schema import SHOP
    from catalog.demo.stores import postgresql
    from tests.servers import postgresql as server

    with (
        server() as running,
        psycopg.connect(
            host=running.host,
            port=running.port,
            user=running.user,
            password=running.password,
            dbname="postgres",
        ) as connection,
    ):
        postgresql.build(connection, SHOP, company.rows[SHOP.name])
        count = connection.execute(
            "SELECT count(*), min(cardinality(allergen_ausschluss)) FROM shop.filter_einstellungen"
        ).fetchone()
        keys = connection.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f'").fetchone()[0]
    assert count[0] == company.rows[SHOP.name]["shop.filter_einstellungen"].height
    assert keys == sum(bool(column.references) for table in SHOP.tables for column in table.columns)
