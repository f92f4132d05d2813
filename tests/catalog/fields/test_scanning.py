"""A scan finds every field once, survives its worker, ends when cancelled, and reports what failed."""

from datetime import timedelta

import pytest

from catalog.fields.models import Collection, Field, FieldHistory, Finding, Scan, ScanTable
from catalog.fields.services import scans, working
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import Event, FindingKind, FindingState, ScanState, TableState, Trigger
from catalog.sources.connectors.spec import Kind
from catalog.sources.services import open_registered
from consent.evidence.models import Entry
from consent.law import clock
from consent.parties.permissions import Role
from tests import factories
from tests.catalog.fields import systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(tmp_path):
    return systems.source(factories.department("Shop"), systems.system(tmp_path))


def test_it_finds_every_field_with_category_and_reasons(shop):
    scan = systems.scanned(shop)
    assert scan.state == ScanState.DONE
    assert (scan.tables_done, scan.tables_failed, scan.columns_seen) == (2, 0, 7)
    email = Field.objects.get(name="email")
    assert email.category == "contact.email"
    assert email.personal
    assert {"rule", "de", "en", "weight"} == set(email.reasons[0])
    assert Field.objects.get(name="allergie").special == "art9"
    assert not Field.objects.get(name="preis").personal


def test_it_keeps_no_sampled_value(shop):
    systems.scanned(shop)
    held = str(list(Field.objects.values_list("reasons", "comment", "search")))
    assert "meyer7@example.com" not in held
    assert "Nüsse" not in held


def test_a_second_scan_of_an_unchanged_source_changes_nothing(shop):
    systems.scanned(shop)
    before = list(Field.objects.order_by("pk").values("pk", "category", "first_seen", "reasons"))
    history = FieldHistory.objects.count()
    systems.scanned(shop)
    assert list(Field.objects.order_by("pk").values("pk", "category", "first_seen", "reasons")) == before
    assert FieldHistory.objects.count() == history


def test_only_one_scan_of_a_source_is_under_way(shop):
    scans.queue_scan(shop, Trigger.COMMAND, None)
    with pytest.raises(NotPossible, match=r"läuft|under way"):
        scans.queue_scan(shop, Trigger.COMMAND, None)


def test_another_worker_goes_on_where_a_killed_one_stopped(shop, monkeypatch):
    monkeypatch.setattr(working, "_TABLES_A_STEP", 1)
    scan = scans.queue_scan(shop, Trigger.COMMAND, None)
    dead = working.claim_scan(scan.pk)
    with open_registered(shop) as connector:
        working.list_tables(dead, connector)
        working.run_scan_step(dead, connector)
    assert ScanTable.objects.filter(state=TableState.DONE).count() == 1
    assert working.abandoned() == []
    _let_the_heart_stop(scan)
    assert working.abandoned() == [scan.pk]
    working.work_on(scan.pk)
    scan.refresh_from_db()
    assert (scan.state, scan.tables_done, scan.columns_seen) == (ScanState.DONE, 2, 7)
    assert FieldHistory.objects.filter(event=Event.FOUND).count() == 7


def test_a_worker_that_lost_its_claim_stores_nothing_more(shop):
    scan = scans.queue_scan(shop, Trigger.COMMAND, None)
    slow = working.claim_scan(scan.pk)
    _let_the_heart_stop(scan)
    working.claim_scan(scan.pk)
    with open_registered(shop) as connector, pytest.raises(working.ClaimLost):
        working.list_tables(slow, connector)
    assert not ScanTable.objects.exists()


def test_nobody_takes_a_scan_whose_worker_lives(shop):
    scan = scans.queue_scan(shop, Trigger.COMMAND, None)
    assert working.claim_scan(scan.pk)
    assert working.claim_scan(scan.pk) is None


def test_a_table_at_which_workers_die_is_tried_alone_and_then_given_up(shop):
    scan = scans.queue_scan(shop, Trigger.COMMAND, None)
    claim = working.claim_scan(scan.pk)
    with open_registered(shop) as connector:
        working.list_tables(claim, connector)
    ScanTable.objects.filter(name="kunden").update(attempts=3)
    _let_the_heart_stop(scan)
    working.work_on(scan.pk)
    scan.refresh_from_db()
    assert (scan.state, scan.tables_done, scan.tables_failed) == (ScanState.DONE, 1, 1)
    assert ScanTable.objects.get(name="kunden").error


def test_a_source_that_cannot_be_opened_fails_the_scan_with_one_sentence(tmp_path):
    gone = systems.source(factories.department(), tmp_path / "nowhere.db")
    scan = systems.scanned(gone)
    assert scan.state == ScanState.FAILED
    assert scan.error
    assert "\n" not in scan.error


def test_an_unreadable_table_is_reported_for_itself_and_the_rest_goes_on(tmp_path):
    view = "CREATE VIEW kaputt AS SELECT * FROM gibt_es_nicht"
    broken = systems.source(factories.department(), systems.system(tmp_path, [*systems.SHOP, view]))
    scan = systems.scanned(broken)
    assert scan.state == ScanState.DONE
    assert (scan.tables_done, scan.tables_failed) == (2, 1)
    assert Collection.objects.get(name="kaputt").error
    assert ScanTable.objects.get(name="kaputt").state == TableState.FAILED


def test_a_file_with_faulty_lines_is_incomplete_but_judged_by_the_lines_that_can_be_read(tmp_path, settings):
    settings.SOURCES_ALLOWED_ROOTS = [str(tmp_path)]
    (tmp_path / "a.jsonl").write_text('{"x": "m@example.com"}\n' * 9)
    folder = systems.source(factories.department(), tmp_path, kind=Kind.FOLDER)
    systems.scanned(folder)
    (tmp_path / "a.jsonl").write_text('{"x": "Allee 7", "y": "m@example.com"}\nkaputt\n' * 9)
    scan = systems.scanned(folder)
    row = ScanTable.objects.get(scan=scan)
    assert (row.state, row.error_code, scan.tables_failed) == (TableState.PARTIAL, "not_json", 0)
    assert Field.objects.get(name="x").found_category != "contact.email"
    assert Field.objects.get(name="y").found_category == "contact.email"
    assert Finding.objects.get(kind=FindingKind.UNREADABLE_TABLE, state=FindingState.OPEN)
    (tmp_path / "a.jsonl").write_text('{"x": "Allee 7", "y": "m@example.com"}\n' * 9)
    systems.scanned(folder)
    assert not Finding.objects.filter(kind=FindingKind.UNREADABLE_TABLE, state=FindingState.OPEN).exists()


def test_cancelling_ends_the_scan_and_its_worker_stores_nothing_more(shop):
    steward = factories.principal(Role.STEWARD, shop.department)
    scan = scans.queue_scan(shop, Trigger.PERSON, steward.actor)
    claim = working.claim_scan(scan.pk)
    scans.cancel_scan(scan, steward)
    with open_registered(shop) as connector, pytest.raises(working.ClaimLost):
        working.list_tables(claim, connector)
    scan.refresh_from_db()
    assert scan.state == ScanState.CANCELLED
    with pytest.raises(NotPossible):
        scans.cancel_scan(scan, steward)


def test_what_a_scan_found_is_in_the_ledger(shop):
    before = Entry.objects.count()
    systems.scanned(shop)
    kinds = [bytes(entry.body).decode() for entry in Entry.objects.all()[before:]]
    assert sum("scan.table_found" in body for body in kinds) == 2
    assert sum("scan.finished" in body for body in kinds) == 1
    assert not any("kunden" in body or "email" in body.replace("contact.email", "") for body in kinds)


def _let_the_heart_stop(scan):
    Scan.objects.filter(pk=scan.pk).update(heartbeat=clock.now() - timedelta(hours=1))
