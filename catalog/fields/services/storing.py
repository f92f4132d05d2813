"""Store what a scan found of some tables, in a few statements however many columns they have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F

from catalog.classify.types import Verdict
from catalog.fields.drift import Drift, Known, Seen, compare
from catalog.fields.examining import Examined
from catalog.fields.models import Collection, Field, Finding, Scan, ScanTable
from catalog.fields.precedence import Standing
from catalog.fields.proof import Found, found_text, rules_code
from catalog.fields.services.owners import owner_of
from catalog.fields.services.sets import Happened, write_fields, write_history
from catalog.fields.services.writing import written
from catalog.fields.states import Decision, Event, FindingKind, TableState
from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock

_ROWS = 2_000


@dataclass(slots=True)
class _Part:
    """What one part of a scan will store."""

    scan: Scan
    at: datetime
    first_scan: bool
    changed: list[Field] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def store_part(scan: Scan, rows: Mapping[tuple[str, str], ScanTable], part: Sequence[Examined]) -> None:
    """Store examined tables. The caller holds the scan's claim and the transaction."""
    now = clock.now()
    first_scan = not Collection.objects.filter(source=scan.source_id, first_seen__lt=scan.created_at).exists()
    doing = _Part(scan, now, first_scan)
    collections = _upserted(scan, part, now)
    known = _known(collections.values())
    for table in part:
        ref = table.description.ref
        row, collection = rows[ref.schema, ref.name], collections[ref.schema, ref.name]
        _apply(doing, row, collection, table, known[collection.pk])
    _write(doing, [one.pk for one in collections.values()])
    _close(doing, [rows[t.description.ref.schema, t.description.ref.name] for t in part])


def _upserted(scan: Scan, part: Sequence[Examined], now: datetime) -> dict[tuple[str, str], Collection]:
    """Make or refresh the collections in one statement; `was_known` tells which were there before."""
    before = {
        (one.schema, one.name): one
        for one in Collection.objects.filter(
            source=scan.source_id, name__in=[table.description.ref.name for table in part]
        )
    }
    found = [_collection(scan, table, now, before) for table in part]
    Collection.objects.bulk_create(
        found,
        batch_size=_ROWS,
        update_conflicts=True,
        unique_fields=["source", "schema", "name"],
        update_fields=[
            "kind", "comment", "rows_estimated", "subjects", "last_seen", "gone_at", "error_code", "error",
        ],
    )  # fmt: skip
    return {(one.schema, one.name): one for one in found}


def _collection(
    scan: Scan, table: Examined, now: datetime, before: Mapping[tuple[str, str], Collection]
) -> Collection:
    ref = table.description.ref
    held = before.get((ref.schema, ref.name))
    one = Collection(
        source_id=scan.source_id,
        schema=ref.schema,
        name=ref.name,
        kind=ref.kind,
        comment=table.description.comment,
        rows_estimated=ref.rows_estimated,
        subjects=table.subjects if table.described or held is None else held.subjects,
        first_seen=held.first_seen if held else now,
        last_seen=now,
        error_code=table.error_code,
        error=table.error,
    )
    if held is not None:
        one.pk = held.pk
    # Not fields of the row: what this scan must know of the time before it
    one.was_there = held is not None and held.gone_at is None  # type: ignore[attr-defined]
    return one


def _known(collections: Iterable[Collection]) -> dict[UUID, dict[str, Field]]:
    """Return the fields that the catalogue holds of these tables, locked against decisions meanwhile."""
    found: dict[UUID, dict[str, Field]] = defaultdict(dict)
    rows = Field.objects.select_for_update().filter(collection__in=[one.pk for one in collections])
    for one in rows.defer("search", "sort_name", "rank").order_by("pk"):
        found[one.collection_id][one.name] = one
    return found


def _apply(
    doing: _Part, row: ScanTable, collection: Collection, table: Examined, known: dict[str, Field]
) -> None:
    """Compare one table with what was known and note what is to be written."""
    row.collection = collection
    row.seconds, row.error_code, row.error = table.seconds, table.error_code, table.error
    if table.error:
        doing.findings.append(_finding(doing, collection, FindingKind.UNREADABLE_TABLE))
    if not table.described:
        row.state = TableState.FAILED
        return
    row.state = TableState.PARTIAL if table.error else TableState.DONE
    row.columns = len(table.verdicts)
    row.personal = sum(verdict.personal for verdict in table.verdicts)
    new_here = not doing.first_scan and not collection.was_there  # type: ignore[attr-defined]
    if new_here:
        doing.findings.append(_finding(doing, collection, FindingKind.NEW_TABLE))
    drift = compare(
        {name: _standing_of(one) for name, one in known.items()},
        _seen(table, known),
        rules_version=doing.scan.rules_version,
        first_sight=not known or not collection.was_there,  # type: ignore[attr-defined]
    )
    events = _take_over(doing, collection, drift, known)
    _prove(doing, row, events)


def _take_over(doing: _Part, collection: Collection, drift: Drift, known: dict[str, Field]) -> list[Happened]:
    """Turn a comparison into rows to write; returns the events of this table."""
    by_name = dict(known)
    events: list[Happened] = []
    for change in drift.changes:
        held = known.get(change.seen.name)
        one, differs = written(doing.scan, collection, change, held, doing.at)
        by_name[one.name] = one
        if differs:
            doing.changed.append(one)
        events += [Happened(one, event) for event in change.events]
    for name in drift.gone:
        one = known[name]
        one.gone_at = doing.at
        doing.changed.append(one)
        events.append(Happened(one, Event.GONE))
    for notice in drift.notices:
        doing.findings.append(
            _finding(doing, collection, notice.kind, by_name[notice.name], notice.before, notice.after)
        )
    doing.events += events
    return events


def _seen(table: Examined, known: Mapping[str, Field]) -> list[Seen]:
    """Return the columns by name, each once; values that could not be read do not weaken an old verdict."""
    found: dict[str, Seen] = {}
    for column, verdict in zip(table.description.columns, table.verdicts, strict=True):
        held = known.get(column.name)
        if not table.sampled and held is not None:
            verdict = _held_verdict(held)
        found.setdefault(
            column.name,
            Seen(
                column.position,
                column.name,
                column.type,
                column.comment or "",
                column.references or "",
                verdict,
            ),
        )
    return list(found.values())


def _held_verdict(held: Field) -> Verdict:
    return Verdict(
        personal=held.found_personal,
        category=held.found_category,
        special=held.found_special,  # type: ignore[arg-type]
        subjects=held.found_subjects,  # type: ignore[arg-type]
        confidence=held.confidence,
        category_confidence=held.category_confidence,
        reasons=tuple(held.reasons),
    )


def _standing_of(one: Field) -> Known:
    standing = Standing(
        decision=Decision(one.decision),
        category=one.category,
        personal=one.personal,
        special=one.special,
        subjects=one.subjects,
        found_category=one.found_category,
        answered_category=one.answered_category,
    )
    return Known(one.name, one.type, one.gone_at is not None, one.rules_version, standing)


def _finding(
    doing: _Part,
    collection: Collection,
    kind: FindingKind,
    about: Field | None = None,
    before: str = "",
    after: str = "",
) -> Finding:
    return Finding(
        department_id=doing.scan.source.department_id,
        source_id=doing.scan.source_id,
        collection=collection,
        field=about,
        scan=doing.scan,
        kind=kind,
        before=before,
        after=after,
        opened_at=doing.at,
    )


def _prove(doing: _Part, row: ScanTable, events: Sequence[Happened]) -> None:
    """Put the digest of what was found into the ledger; a table without news needs no entry."""
    if not events:
        return
    text = found_text(
        Found(one.pk, event, one.found_category, one.confidence, one.rules_version) for one, event in events
    )
    commitment = commit(text)
    row.nonce = commitment.nonce
    row.evidence = record(
        "scan.table_found",
        actor=doing.scan.started_by,
        payload={
            "scan": doing.scan.pk,
            "source": doing.scan.source_id,
            "collection": row.collection_id,
            "columns": row.columns,
            "personal": row.personal,
            "events": len(events),
            "found": commitment,
            "rules": Code(rules_code(doing.scan.rules_version)),
        },
    )


def _write(doing: _Part, collections: Sequence[UUID]) -> None:
    write_fields(doing.changed)
    unchanged = Field.objects.filter(collection__in=collections, gone_at__isnull=True, last_seen__lt=doing.at)
    unchanged.update(last_seen=doing.at)
    write_history(doing.events, doing.scan, doing.at)
    owner = owner_of(doing.scan.source.department_id) if doing.findings else None
    for finding in doing.findings:
        finding.owner = owner
    Finding.objects.bulk_create(doing.findings, batch_size=_ROWS, ignore_conflicts=True)


def _close(doing: _Part, rows: Sequence[ScanTable]) -> None:
    """Mark the tables as done and count them, in the same transaction as what they brought."""
    # One statement of arrays; an UPDATE would spell out a CASE for each row and column
    ScanTable.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scan", "schema", "name"],
        update_fields=[
            "state", "collection", "columns", "personal", "seconds", "error_code", "error", "nonce", "evidence",
        ],
    )  # fmt: skip
    failed = sum(row.state == TableState.FAILED for row in rows)
    Scan.objects.filter(pk=doing.scan.pk).update(
        tables_done=F("tables_done") + len(rows) - failed,
        tables_failed=F("tables_failed") + failed,
        columns_seen=F("columns_seen") + sum(row.columns or 0 for row in rows),
        personal_seen=F("personal_seen") + sum(row.personal or 0 for row in rows),
    )
