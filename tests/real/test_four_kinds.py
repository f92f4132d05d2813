"""The same tables in PostgreSQL, MariaDB, SQLite and CSV: one command finds the same personal data in all four."""

import json

import pytest

from catalog.demo.company import Company, found
from catalog.demo.plan import Plan
from catalog.demo.shop.schema import SHOP
from tests.real import loading, olist
from tests.real.scanning import Scanned, scan_once
from tests.real.shared import shared_data

pytestmark = pytest.mark.slow

PLAIN = ("kunden", "kundenadressen", "kundenkonto", "bestellungen", "retouren", "bewertungen")
"""Tables of the demo shop whose types every system has."""


def generated() -> dict:
    company: Company = found(Plan(customers=400))
    return {name: company.rows[SHOP.name][f"shop.{name}"] for name in PLAIN}


def labels_of_olist() -> dict[tuple[str, str], tuple[bool, str]]:
    lines = (shared_data("columns") / "labelled_columns.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["source"] == "olist" and row["notes"] != "ambiguous"]
    # The texts of the reviews are not among the shared data
    kept = [row for row in rows if not row["column"].startswith("review_comment_")]
    return {(row["table"], row["column"]): (row["label"] != "none", row["label"]) for row in kept}


def labels_of_generated() -> dict[tuple[str, str], tuple[bool, str]]:
    return {
        (name, column.name): (column.label != "none", column.label)
        for name in PLAIN
        for column in SHOP.table(f"shop.{name}").columns
        if not column.ambiguous
    }


@pytest.fixture(scope="module", params=["olist", "generated"])
def data(request):
    return request.param


@pytest.fixture(scope="module")
def tables(data):
    return olist.tables() if data == "olist" else generated()


@pytest.fixture(scope="module")
def labels(data):
    return labels_of_olist() if data == "olist" else labels_of_generated()


@pytest.fixture(scope="module")
def scans(data, tables, postgresql, mariadb, tmp_path_factory) -> dict[str, Scanned]:
    folder = tmp_path_factory.mktemp(data)
    systems = (
        loading.into_postgresql(postgresql, data, tables), loading.into_mariadb(mariadb, data, tables),
        loading.into_sqlite(folder / "s.sqlite", tables), loading.into_csv(folder / "csv", tables),
    )  # fmt: skip
    return {system.kind: scan_once(system.url) for system in systems}


def test_no_table_fails(scans):
    assert {kind: scan.errors for kind, scan in scans.items()} == {kind: [] for kind in scans}


def test_every_table_and_column_is_seen_in_all_four(scans, tables):
    expected = {(name, column) for name, frame in tables.items() for column in frame.columns}
    assert {kind: scan.verdicts().keys() ^ expected for kind, scan in scans.items()} == {
        kind: set() for kind in scans
    }


def test_all_four_find_the_same_personal_data(scans):
    first, *others = (scan.verdicts() for scan in scans.values())
    assert [{place: (first[place], other[place]) for place in first if first[place] != other[place]} for other in others] == [
        {}, {}, {},
    ]  # fmt: skip


def test_most_of_what_is_personal_is_found_and_most_of_the_rest_left_alone(scans, labels):
    verdicts = scans["postgresql"].verdicts()
    right = [place for place, (personal, _category) in labels.items() if verdicts[place][0] == personal]
    assert len(right) / len(labels) >= 0.8


def test_rows_are_estimated(scans, tables):
    for kind in ("postgresql", "mysql"):
        for name, frame in tables.items():
            estimated = scans[kind].table(name)["rows_estimated"]
            assert estimated == pytest.approx(frame.height, rel=0.3, abs=5), (kind, name)


def test_no_sampled_value_is_printed(scans, tables):
    frame, column = (
        (tables["kunden"], "email")
        if "kunden" in tables
        else (tables["olist_customers_dataset"], "customer_unique_id")
    )
    printed = json.dumps([[scan.tables, scan.errors] for scan in scans.values()])
    assert [value for value in frame[column].drop_nulls().head(2000) if value in printed] == []
