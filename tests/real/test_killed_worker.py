"""A scan whose worker is killed, and one whose source hangs: the rest goes on, and nothing is lost or stored twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection

from catalog.demo.company import found
from catalog.demo.plan import Plan
from catalog.demo.shop.schema import SHOP
from catalog.demo.stores import postgresql as store
from catalog.fields.models import Field, FieldHistory, Scan, ScanTable
from catalog.fields.services import working
from catalog.fields.services.scans import cancel_scan, queue_scan
from catalog.fields.states import Event, ScanState, TableState, Trigger
from catalog.sources.connectors.spec import Kind
from catalog.sources.models import Source
from catalog.sources.services import Connection, add_source
from consent.law import clock
from consent.parties.permissions import Role
from tests import factories
from tests.real.loading import superuser
from tests.real.shared import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TABLES = len(SHOP.tables)
COLUMNS = sum(len(table.columns) for table in SHOP.tables)


@pytest.fixture(scope="module")
def shop(postgresql):
    """The demo shop on a real server."""
    with superuser(postgresql, "postgres") as connection:
        connection.execute("CREATE DATABASE killed")
    with superuser(postgresql, "killed") as connection, connection.transaction():
        store.build(connection, SHOP, found(Plan(customers=60)).rows[SHOP.name])
    return postgresql


@pytest.fixture
def source(shop, settings) -> Source:
    settings.SOURCES_ALLOWED_NETWORKS = [f"{shop.host}:{shop.port}"]
    department = factories.department("Shop")
    said = Connection(
        "Shop", Kind.POSTGRESQL, shop.host, shop.port, "killed", shop.user, password=shop.password
    )
    return add_source(factories.principal(Role.STEWARD, department), department, said)


@contextmanager
def locked(server, table: str) -> Iterator[None]:
    """Hold a table so that whoever reads it waits, as a migration of the department would."""
    with psycopg.connect(
        host=server.host, port=server.port, user=server.user, password=server.password, dbname="killed"
    ) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


@contextmanager
def worker(scan: Scan, settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run the scan in a process of its own, which is dead when the block ends.

    It is started anew and not forked: Polars' threads do not survive a fork.
    """
    program = (
        f"import django; django.setup(); from {working.__name__} import work_on; work_on({str(scan.pk)!r})"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": address_of_database(),
        "CATALOG_KEYS": str(settings.KEYS),
        "SOURCES_ALLOWED_NETWORKS": ",".join(settings.SOURCES_ALLOWED_NETWORKS),
    }
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=ROOT)
    yield process
    process.kill()
    process.wait()


def address_of_database() -> str:
    """Return the address of the test's own database."""
    place = connection.settings_dict
    own = {"host": place["HOST"], "port": place["PORT"], "options": place["OPTIONS"]["options"]}
    options = urlencode(own, quote_via=quote)
    return f"postgresql://{place['USER']}:{quote(place['PASSWORD'], safe='')}@/{place['NAME']}?{options}"


def eventually(question: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until the answer is yes: another process brings it about."""
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "It did not come about in time."
        time.sleep(0.05)


def is_waiting(server) -> bool:
    """Say whether somebody waits for the locked table."""
    with superuser(server, "killed") as connection:
        return bool(connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone())


def test_a_scan_whose_worker_is_killed_is_finished_by_the_next_one(source, shop, settings):
    scan = queue_scan(source, Trigger.COMMAND, None)
    with locked(shop, "shop.bestellungen"), worker(scan, settings) as process:
        eventually(lambda: is_waiting(shop))
        process.kill()
        process.wait()
    assert process.returncode == -signal.SIGKILL
    scan.refresh_from_db()
    assert scan.state == ScanState.RUNNING
    assert working.abandoned() == []
    Scan.objects.filter(pk=scan.pk).update(heartbeat=clock.now() - working.STALE_AFTER - timedelta(seconds=1))
    assert working.abandoned() == [scan.pk]
    working.work_on(scan.pk)
    scan.refresh_from_db()
    assert (scan.state, scan.tables_done, scan.tables_failed, scan.interruptions) == (
        ScanState.DONE,
        TABLES,
        0,
        1,
    )
    assert Field.objects.filter(source=source).count() == COLUMNS
    assert FieldHistory.objects.filter(event=Event.FOUND).count() == COLUMNS


def test_a_table_that_lets_itself_be_waited_for_is_reported_and_the_rest_is_scanned(source, shop):
    scan = queue_scan(source, Trigger.COMMAND, None)
    with locked(shop, "shop.bestellungen"):
        working.work_on(scan.pk)
    scan.refresh_from_db()
    assert scan.state == ScanState.DONE
    troubled = ScanTable.objects.filter(scan=scan).exclude(state=TableState.DONE)
    assert [(row.schema, row.name, row.error_code) for row in troubled] == [
        ("shop", "bestellungen", "timeout")
    ]
    assert Field.objects.filter(source=source).exclude(collection__name="bestellungen").exists()


def test_cancelling_ends_a_scan_that_waits_for_its_source(source, shop, settings):
    scan = queue_scan(source, Trigger.COMMAND, None)
    with locked(shop, "shop.bestellungen"), worker(scan, settings) as process:
        eventually(lambda: is_waiting(shop))
        cancel_scan(scan, factories.principal(Role.DPO))
        assert process.wait(20) == 0
    scan.refresh_from_db()
    assert scan.state == ScanState.CANCELLED
