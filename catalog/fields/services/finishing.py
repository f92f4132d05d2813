"""End a scan: what is no longer there, which findings have settled, and the entry in the ledger."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from catalog.fields.models import Collection, Field, Finding, Scan, ScanTable
from catalog.fields.proof import rules_code
from catalog.fields.services.owners import owner_of
from catalog.fields.services.sets import Happened, write_history
from catalog.fields.states import Event, FindingKind, FindingState, ScanState
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock

_ROWS = 2_000


def finish_scan(scan: Scan) -> None:
    """End a scan that saw every table. The caller holds its claim and the transaction."""
    _mark_gone(scan)
    settle_findings(scan.source_id)
    _end(scan, ScanState.DONE)


@transaction.atomic
def fail_scan(scan: UUID, worker: UUID, *, code: str, error: str) -> None:
    """End a scan that could not go on; nothing happens where the worker no longer has it."""
    held = Scan.objects.select_for_update(of=("self",)).select_related("source")
    found = held.filter(pk=scan, worker=worker, state=ScanState.RUNNING).first()
    if found is None:
        return
    found.error_code, found.error = code, error
    _end(found, ScanState.FAILED)


def settle_findings(source: UUID) -> int:
    """Close open findings whose reason has gone: what had vanished is back, what failed can be read."""
    no_longer = (
        Q(kind=FindingKind.UNREADABLE_TABLE, collection__error="")
        | Q(kind=FindingKind.GONE_TABLE, collection__gone_at__isnull=True)
        | Q(kind=FindingKind.GONE_FIELD, field__gone_at__isnull=True)
        | Q(kind=FindingKind.NEW_TABLE, collection__gone_at__isnull=False)
        | Q(kind=FindingKind.NEW_FIELD, field__gone_at__isnull=False)
        | Q(kind=FindingKind.UNREADABLE_TABLE, collection__gone_at__isnull=False)
    )
    settled = Finding.objects.filter(no_longer, source=source, state=FindingState.OPEN)
    # By key: an UPDATE cannot join
    keys = list(settled.values_list("pk", flat=True))
    return Finding.objects.filter(pk__in=keys, state=FindingState.OPEN).update(
        state=FindingState.SETTLED, closed_at=clock.now()
    )


def _mark_gone(scan: Scan) -> None:
    """Mark tables that the source no longer lists, with their fields; one finding for each table."""
    now = clock.now()
    gone = _unlisted(scan)
    if not gone:
        return
    fields = list(Field.objects.select_for_update().filter(collection__in=gone, gone_at__isnull=True))
    write_history([Happened(one, Event.GONE) for one in fields], scan, now)
    Field.objects.filter(pk__in=[one.pk for one in fields]).update(gone_at=now)
    Collection.objects.filter(pk__in=[one.pk for one in gone]).update(gone_at=now)
    owner = owner_of(scan.source.department_id)
    findings = [
        Finding(
            department_id=scan.source.department_id, source_id=scan.source_id, collection=one, scan=scan,
            kind=FindingKind.GONE_TABLE, owner=owner,
        )
        for one in gone
    ]  # fmt: skip
    Finding.objects.bulk_create(findings, batch_size=_ROWS, ignore_conflicts=True)


def _unlisted(scan: Scan) -> list[Collection]:
    listed = ScanTable.objects.filter(scan=scan, schema=OuterRef("schema"), name=OuterRef("name"))
    there = Collection.objects.filter(source=scan.source_id, gone_at__isnull=True)
    return list(there.exclude(Exists(listed)))


def _end(scan: Scan, state: ScanState) -> None:
    scan.state, scan.ended_at, scan.worker = state, clock.now(), None
    scan.save(update_fields=["state", "ended_at", "worker", "error_code", "error"])
    scan.refresh_from_db()
    record(
        "scan.finished",
        actor=scan.started_by,
        payload={
            "scan": scan.pk,
            "source": scan.source_id,
            "state": Code(state),
            "tables": scan.tables_done,
            "failed": scan.tables_failed,
            "columns": scan.columns_seen,
            "personal": scan.personal_seen,
            "findings": Finding.objects.filter(scan=scan).count(),
            "rules": Code(rules_code(scan.rules_version)),
        },
    )
