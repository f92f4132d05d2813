"""Scan a registered source in this process and report what the catalogue then holds of it."""

from collections import defaultdict
from uuid import UUID

from catalog.fields.models import Field, Scan, ScanTable
from catalog.fields.report import Report, ReportColumn, ReportTable
from catalog.fields.services.problems import NotPossible
from catalog.fields.services.scans import queue_scan
from catalog.fields.services.working import work_on
from catalog.fields.states import ScanState, Trigger
from catalog.sources.connectors.base import SourceError
from catalog.sources.models import Source


def registered(name: str) -> Source | None:
    """Return the source that is registered under this name."""
    return Source.objects.active().filter(name__iexact=name).first()


def scan_registered(source: Source) -> Report:
    """Scan the source now.

    Raises SourceError where it cannot be opened, NotPossible while another scan is under way.
    """
    scan = queue_scan(source, Trigger.COMMAND, None)
    work_on(scan.pk)
    scan.refresh_from_db()
    if scan.state == ScanState.FAILED:
        raise SourceError(scan.error, code=scan.error_code or "failed")
    if scan.state != ScanState.DONE:
        raise NotPossible("The scan was cancelled.")
    return report_of(scan)


def report_of(scan: Scan) -> Report:
    """Return what the catalogue holds of the tables that this scan saw."""
    rows = list(ScanTable.objects.filter(scan=scan).select_related("collection").order_by("schema", "name"))
    fields: dict[UUID, list[ReportColumn]] = defaultdict(list)
    held = Field.objects.filter(source=scan.source_id, gone_at__isnull=True).order_by("position")
    for one in held.defer("search", "sort_name", "comment").iterator(chunk_size=2_000):
        fields[one.collection_id].append(_column(one))
    return Report(
        source=scan.source.name,
        started=scan.started_at or scan.created_at,
        rules_version=scan.rules_version,
        tables=[_table(row, fields[row.collection_id] if row.collection_id else []) for row in rows],
    )


def _table(row: ScanTable, columns: list[ReportColumn]) -> ReportTable:
    return ReportTable(
        schema=row.schema,
        table=row.name,
        subjects=row.collection.subjects if row.collection else None,
        rows_estimated=row.rows_estimated,
        error=row.error or None,
        error_code=row.error_code or None,
        columns=columns,
    )


def _column(one: Field) -> ReportColumn:
    """Return the field with what counts: the rules' verdict, or the decision of a person."""
    reasons = [{"rule": r["rule"], "de": r["de"], "en": r["en"]} for r in one.reasons]
    if one.decided:
        said = {"rule": "decision", "de": "Von einem Menschen entschieden.", "en": "Decided by a person."}
        reasons.insert(0, said)
    return ReportColumn(
        column=one.name,
        type=one.type,
        personal=one.personal,
        category=one.category,
        special=one.special,
        confidence=1.0 if one.decided else round(one.confidence, 4),
        category_confidence=1.0 if one.decided else round(one.category_confidence, 4),
        reasons=reasons,
    )
