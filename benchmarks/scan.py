"""A stored scan of 1,000 PostgreSQL tables with 30 columns each, first and again: seconds, and the processor's."""

import json
import time
from typing import Any

from benchmarks.scratch import scratch_database
from benchmarks.wide_estate import build

TABLES = 1_000
COLUMNS = 30


def run() -> None:
    """Build the system, scan it into a scratch catalogue twice, print how long each took."""
    from tests.servers import postgresql

    with scratch_database(), postgresql() as server:
        build(server, TABLES, COLUMNS)
        source = _registered(server)
        for name in ("first scan", "scan again"):
            began, worked = time.perf_counter(), time.process_time()
            scan = _scanned(source)
            told = {
                "name": name,
                "tables": scan.tables_done,
                "failed": scan.tables_failed,
                "columns": scan.columns_seen,
                "seconds": round(time.perf_counter() - began, 1),
                "own_cpu_seconds": round(time.process_time() - worked, 1),
            }
            print(json.dumps(told))


def _registered(server: Any) -> Any:
    from django.conf import settings

    from catalog.sources.services import Connection, add_source
    from consent.parties.permissions import Role
    from tests import factories

    settings.SOURCES_ALLOWED_NETWORKS = ["127.0.0.1"]
    department = factories.department("Versand")
    said = Connection(
        "Lager",
        "postgresql",
        server.host,
        server.port,
        "postgres",
        server.user,
        options={"sslmode": "disable"},
        password=server.password,
    )
    return add_source(factories.principal(Role.STEWARD, department), department, said)


def _scanned(source: Any) -> Any:
    from catalog.fields.services import working
    from catalog.fields.services.scans import queue_scan
    from catalog.fields.states import Trigger

    scan = queue_scan(source, Trigger.COMMAND, None)
    working.work_on(scan.pk)
    scan.refresh_from_db()
    if scan.state != "done":
        raise RuntimeError(f"The scan ended as {scan.state}: {scan.error}")
    return scan
