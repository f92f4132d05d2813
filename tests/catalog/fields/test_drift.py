"""Drift: what a later scan finds changed becomes a finding, once, and settles when it is over."""

import pytest

from catalog.fields.models import Collection, Field, FieldHistory, Finding
from catalog.fields.services.findings import handle_finding
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import Event, FindingKind, FindingState
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(tmp_path):
    shop = systems.source(factories.department("Shop"), systems.system(tmp_path))
    systems.scanned(shop)
    return shop


def change(tmp_path, shop, *statements):
    systems.system(tmp_path, statements)
    systems.scanned(shop)


def open_kinds():
    return sorted(Finding.objects.filter(state=FindingState.OPEN).values_list("kind", flat=True))


def test_the_first_scan_of_a_source_departs_from_nothing(shop):
    assert open_kinds() == []


def test_a_new_column_becomes_a_finding_with_its_category(shop, tmp_path):
    change(tmp_path, shop, "ALTER TABLE kunden ADD COLUMN geburtsdatum TEXT")
    finding = Finding.objects.get()
    assert (finding.kind, finding.after) == (FindingKind.NEW_FIELD, "date_of_birth_age")
    assert finding.field.name == "geburtsdatum"


def test_a_column_that_vanishes_keeps_its_row_and_becomes_a_finding(shop, tmp_path):
    change(tmp_path, shop, "ALTER TABLE kunden DROP COLUMN allergie")
    assert open_kinds() == [FindingKind.GONE_FIELD]
    assert Field.objects.get(name="allergie").gone_at


def test_a_column_that_comes_back_settles_the_finding(shop, tmp_path):
    change(tmp_path, shop, "ALTER TABLE kunden DROP COLUMN allergie")
    change(tmp_path, shop, "ALTER TABLE kunden ADD COLUMN allergie TEXT")
    assert Finding.objects.get(kind=FindingKind.GONE_FIELD).state == FindingState.SETTLED
    field = Field.objects.get(name="allergie")
    assert field.gone_at is None
    assert FieldHistory.objects.filter(field=field, event=Event.BACK).exists()


def test_a_changed_type_becomes_a_finding_with_both_types(shop, tmp_path):
    change(
        tmp_path,
        shop,
        "ALTER TABLE artikel DROP COLUMN preis",
        "ALTER TABLE artikel ADD COLUMN preis TEXT",
    )
    finding = Finding.objects.get(kind=FindingKind.CHANGED_TYPE)
    assert (finding.before, finding.after) == ("REAL", "TEXT")


def test_a_new_table_is_one_finding_however_many_columns_it_has(shop, tmp_path):
    change(tmp_path, shop, "CREATE TABLE umfrage (id INTEGER, name TEXT, email TEXT)")
    assert open_kinds() == [FindingKind.NEW_TABLE]


def test_a_table_that_vanishes_is_one_finding_and_its_fields_are_gone(shop, tmp_path):
    change(tmp_path, shop, "DROP TABLE kunden")
    assert open_kinds() == [FindingKind.GONE_TABLE]
    assert Collection.objects.get(name="kunden").gone_at
    assert not Field.objects.filter(table_name="kunden", gone_at=None).exists()


def test_the_same_departure_is_not_found_twice(shop, tmp_path):
    change(tmp_path, shop, "DROP TABLE kunden")
    systems.scanned(shop)
    assert Finding.objects.count() == 1


def test_a_table_that_can_be_read_again_settles_its_finding(shop, tmp_path):
    change(tmp_path, shop, "CREATE VIEW sicht AS SELECT * FROM spaeter")
    assert FindingKind.UNREADABLE_TABLE in open_kinds()
    change(tmp_path, shop, "CREATE TABLE spaeter (id INTEGER)")
    assert Finding.objects.get(kind=FindingKind.UNREADABLE_TABLE).state == FindingState.SETTLED


def test_a_finding_belongs_to_the_departments_steward(tmp_path):
    department = factories.department()
    steward = factories.person(Role.STEWARD, department)
    factories.person(Role.HEAD, department)
    shop = systems.source(department, systems.system(tmp_path))
    systems.scanned(shop)
    change(tmp_path, shop, "DROP TABLE artikel")
    assert Finding.objects.get().owner == steward


def test_handling_a_finding_takes_a_reason_and_happens_once(shop, tmp_path):
    change(tmp_path, shop, "DROP TABLE artikel")
    steward = factories.principal(Role.STEWARD, shop.department)
    finding = Finding.objects.get()
    with pytest.raises(NotPossible):
        handle_finding(finding, steward, "  ")
    handled = handle_finding(finding, steward, "Die Tabelle wurde archiviert.")
    assert (handled.state, handled.handled_by) == (FindingState.HANDLED, steward.actor)
    with pytest.raises(Overtaken):
        handle_finding(finding, steward, "Noch einmal.")
