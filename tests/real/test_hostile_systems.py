"""Hostile systems through a whole scan: every fault is reported for its table, and the rest is scanned."""

import pytest

from tests.real import hostile
from tests.real.scanning import Scanned, scan_once

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def of_postgresql(postgresql) -> Scanned:
    return scan_once(hostile.postgresql(postgresql).url)


@pytest.fixture(scope="module")
def of_mariadb(mariadb) -> Scanned:
    return scan_once(hostile.mariadb(mariadb).url)


@pytest.fixture(scope="module")
def of_sqlite(tmp_path_factory) -> Scanned:
    return scan_once(hostile.sqlite(tmp_path_factory.mktemp("hostile") / "x.sqlite").url)


@pytest.fixture(scope="module")
def of_folder(tmp_path_factory) -> Scanned:
    return scan_once(hostile.folder(tmp_path_factory.mktemp("hostile") / "files").url)


def failed(scan: Scanned) -> set[str]:
    return {table["table"] for table in scan.tables if table["error"]}


@pytest.mark.parametrize("kind", ["postgresql", "mariadb", "sqlite"])
@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_table_of_any_name_is_scanned_and_its_email_address_found(kind, name, request):
    if kind == "mariadb" and "🙂" in name:
        name = "odd"  # such a table cannot be made there; another one stands for it
    scan = request.getfixturevalue(f"of_{kind}")
    table = scan.table(name.strip() if kind == "mariadb" else name)
    assert table["error"] is None
    assert name == "odd" or "contact.email" in {column["category"] for column in table["columns"]}


def test_postgresql_reports_exactly_the_tables_that_cannot_be_read(of_postgresql):
    assert failed(of_postgresql) == {"broken", "forbidden", "sleepy"}


def test_a_table_without_permission_still_shows_its_columns(of_postgresql):
    assert [column["category"] for column in of_postgresql.table("forbidden")["columns"]] == ["contact.email"]


def test_mariadb_reports_exactly_the_view_that_lost_its_table(of_mariadb):
    assert failed(of_mariadb) == {"orphan"}


def test_sqlite_reads_all_even_where_types_lie(of_sqlite):
    assert failed(of_sqlite) == set()


def test_the_folder_reports_exactly_the_files_that_are_broken(of_folder):
    damaged = {"bombe.xlsx", "kein.parquet", "kein.xlsx", "nullen.csv"}
    faulty = {"zerlumpt.csv", "zeilen.jsonl"}
    assert failed(of_folder) >= damaged | faulty
    assert not failed(of_folder) & {"gut.csv", "latin.csv", "leer.csv"}


def test_files_with_faulty_lines_still_show_their_columns(of_folder):
    assert [column["column"] for column in of_folder.table("zerlumpt")["columns"]][:3] == ["a", "b", "c"]
    assert [column["category"] for column in of_folder.table("zeilen.jsonl")["columns"]] == ["contact.email"]


def test_a_table_of_many_columns_is_scanned_whole(of_postgresql, of_sqlite):
    assert len(of_postgresql.table("wide")["columns"]) == hostile.WIDE
    assert len(of_sqlite.table("wide")["columns"]) == 2_000


def test_empty_tables_and_tables_without_columns_are_no_fault(of_postgresql):
    assert {column["category"] for column in of_postgresql.table("empty")["columns"]} == {
        "contact.email",
        "contact.phone",
    }
    assert of_postgresql.table("columnless")["columns"] == []


def test_every_fault_is_in_the_list_of_errors_too(of_postgresql, of_folder):
    for scan in (of_postgresql, of_folder):
        assert {error["table"] for error in scan.errors} == failed(scan)


@pytest.mark.parametrize("kind", ["postgresql", "mariadb", "sqlite", "folder"])
def test_no_message_repeats_a_value_or_a_password(kind, request):
    scan = request.getfixturevalue(f"of_{kind}")
    said = " ".join(str(error) for error in scan.errors)
    assert "anna" not in said
    assert "reader-password" not in said
