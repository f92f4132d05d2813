"""The same tables in PostgreSQL, MariaDB, SQLite and CSV: one command finds the same personal data in all four."""

import json
from pathlib import Path

import pytest

from catalog.demo.company import Company, found
from catalog.demo.plan import Plan
from catalog.demo.shop.schema import SHOP
from catalog.fields.models import Field, Scan, ScanTable
from catalog.fields.services.scans import queue_scan
from catalog.fields.services.working import work_on
from catalog.fields.states import ScanState, TableState, Trigger
from catalog.sources.connectors.spec import SourceSpec, parse_url
from catalog.sources.models import Source
from catalog.sources.services import Connection, add_source
from consent.parties.permissions import Permission, Role
from consent.parties.principals import visible
from tests import factories
from tests.real import loading, olist
from tests.real.loading import Loaded
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
def systems(data, tables, postgresql, mariadb, tmp_path_factory) -> list[Loaded]:
    folder = tmp_path_factory.mktemp(data)
    return [
        loading.into_postgresql(postgresql, data, tables),
        loading.into_mariadb(mariadb, data, tables),
        loading.into_sqlite(folder / "s.sqlite", tables),
        loading.into_csv(folder / "csv", tables),
    ]


@pytest.fixture(scope="module")
def scans(systems) -> dict[str, Scanned]:
    return {system.kind: scan_once(system.url) for system in systems}


@pytest.fixture
def departments(systems, settings, transactional_db) -> dict[str, Source]:
    """The four systems, each registered by the steward of its own department, and scanned.

    Committed: the watch beside a scan asks on a connection of its own, and ends a scan that it cannot see.
    """
    specs = {system.kind: parse_url(system.url) for system in systems}
    settings.SOURCES_ALLOWED_NETWORKS = [f"{spec.host}:{spec.port}" for spec in specs.values() if spec.host]
    settings.SOURCES_ALLOWED_ROOTS = [str(Path(spec.path).parent) for spec in specs.values() if spec.path]
    return {kind: registered_and_scanned(kind, spec) for kind, spec in specs.items()}


def registered_and_scanned(kind: str, spec: SourceSpec) -> Source:
    department = factories.department(f"Department of {kind}")
    place = (spec.host, spec.port, spec.database, spec.user, spec.path)
    said = Connection(kind, spec.kind, *place, password=spec.password.reveal() or None)
    source = add_source(factories.principal(Role.STEWARD, department), department, said)
    work_on(queue_scan(source, Trigger.COMMAND, None).pk)
    return source


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


def test_scanned_as_four_departments_the_catalogue_holds_the_same_of_each(departments, tables):
    columns = sum(frame.width for frame in tables.values())
    scanned = Scan.objects.values_list("state", "tables_failed", "columns_seen")
    assert list(scanned) == [(ScanState.DONE, 0, columns)] * 4
    troubled = ScanTable.objects.exclude(state=TableState.DONE)
    assert list(troubled.values_list("name", "error_code", "error")) == []
    first, *others = (categories_of(source) for source in departments.values())
    differing = [
        {place: (first[place], other[place]) for place in first if first[place] != other[place]}
        for other in others
    ]
    assert differing == [{}, {}, {}]


def test_each_department_sees_its_own_fields_and_the_dpo_all(departments):
    for source in departments.values():
        steward = factories.principal(Role.STEWARD, source.department)
        seen = visible(Field.objects.all(), steward, Permission.CATALOG_READ, "source__department")
        assert set(seen.values_list("source__name", flat=True)) == {source.name}
    dpo = factories.principal(Role.DPO)
    seen = visible(Field.objects.all(), dpo, Permission.CATALOG_READ, "source__department")
    assert set(seen.values_list("source__name", flat=True)) == set(departments)


def categories_of(source: Source) -> dict[tuple[str, str], str]:
    rows = Field.objects.filter(source=source).values_list("collection__name", "name", "category")
    return {(table.removesuffix(".csv"), name): category for table, name, category in rows}
