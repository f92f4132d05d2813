"""Work through a scan in steps that survive a killed worker, a cancellation and a source that hangs.

The row decides, not the message: a worker claims a scan, keeps a heartbeat, and stores only while the
claim is its own. What it had stored before it died stays; the sweeper gives the rest to another one.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalog.fields.examining import examine
from catalog.fields.models import Scan, ScanTable
from catalog.fields.rules import vocabulary_of
from catalog.fields.services import claiming
from catalog.fields.services.claiming import Claim, ClaimLost
from catalog.fields.services.finishing import fail_scan, finish_scan
from catalog.fields.services.storing import store_part
from catalog.fields.services.watching import Watch
from catalog.fields.states import TableState
from catalog.sources.connectors.base import CollectionRef, Connector, SourceError
from catalog.sources.services import open_registered
from consent.law import clock

STALE_AFTER = timedelta(seconds=45)
_TABLES_A_STEP = 60
_MOST_ATTEMPTS = 3
_ROWS_A_STATEMENT = 5_000


def work_on(scan: UUID) -> None:
    """Claim the scan and work through it to its end; returns at once where there is nothing to do."""
    claim = claim_scan(scan)
    if claim is None:
        return
    try:
        _walk(claim)
    except ClaimLost:
        return
    except SourceError as error:
        fail_scan(claim.run, claim.worker, code=error.code, error=str(error))


def claim_scan(scan: UUID) -> Claim | None:
    """Take a queued scan, or one whose worker died; None where somebody works on it or it has ended."""
    claim = claiming.take(Scan.objects.all(), scan, STALE_AFTER)
    if claim is not None and claim.worn_out:
        fail_scan(scan, claim.worker, code="interrupted", error=_("The scan was interrupted too often."))
        return None
    return claim


def abandoned() -> list[UUID]:
    """Return the scans that nobody works on although they have not ended."""
    return claiming.abandoned(Scan.objects.all(), STALE_AFTER)


def run_scan_step(claim: Claim, connector: Connector) -> bool:
    """Examine and store some tables; False where none was left."""
    tables = _take(claim)
    if not tables:
        return False
    scan = Scan.objects.select_related("source").get(pk=claim.run)
    refs = [CollectionRef(row.schema, row.name, row.kind, row.rows_estimated) for row in tables]
    rows = {(row.schema, row.name): row for row in tables}
    words = vocabulary_of(scan.rules_version)
    for part in examine(connector, refs, source=scan.source.name, words=words):
        with transaction.atomic():
            store_part(hold(claim), rows, part)
    return True


def list_tables(claim: Claim, connector: Connector) -> None:
    """Write down every table of the source as work to be done; done once, also when resumed."""
    if Scan.objects.filter(pk=claim.run, listed_at__isnull=False).exists():
        return
    refs = list(connector.collections())
    with transaction.atomic():
        scan = hold(claim)
        rows = [
            ScanTable(scan=scan, schema=r.schema, name=r.name, kind=r.kind, rows_estimated=r.rows_estimated)
            for r in refs
        ]
        ScanTable.objects.bulk_create(rows, batch_size=_ROWS_A_STATEMENT, ignore_conflicts=True)
        scan.listed_at, scan.tables_total = clock.now(), len(refs)
        scan.save(update_fields=["listed_at", "tables_total"])


def hold(claim: Claim) -> Scan:
    """Return the scan, locked until the transaction ends. Raises ClaimLost."""
    return claiming.hold(Scan.objects.select_related("source"), claim)


def _walk(claim: Claim) -> None:
    source = Scan.objects.select_related("source").get(pk=claim.run).source
    with open_registered(source) as connector, Watch(claim.run, claim.worker, connector):
        list_tables(claim, connector)
        while run_scan_step(claim, connector):
            pass
    with transaction.atomic():
        finish_scan(hold(claim))


def _take(claim: Claim) -> list[ScanTable]:
    """Take tables that were not tried; a table at which a worker died is tried alone, and not for ever."""
    with transaction.atomic():
        scan = hold(claim)
        waiting = ScanTable.objects.filter(scan=scan, state=TableState.WAITING)
        spent = waiting.filter(attempts__gte=_MOST_ATTEMPTS)
        given_up = spent.update(
            state=TableState.FAILED,
            error_code="interrupted",
            error=_("The worker ended unexpectedly at this table, three times."),
        )
        if given_up:
            Scan.objects.filter(pk=scan.pk).update(tables_failed=F("tables_failed") + given_up)
        tables = list(waiting.filter(attempts=0).order_by("schema", "name")[:_TABLES_A_STEP])
        tables = tables or list(waiting.order_by("attempts", "schema", "name")[:1])
        waiting.filter(pk__in=[row.pk for row in tables]).update(attempts=F("attempts") + 1)
    return tables
