"""What this part keeps outside the ledger: stewards' reasons and words, what they decided on, what scans found."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.fields.models import CompanyWords, FieldDecision, FieldHistory, Finding, ScanTable
from catalog.fields.proof import Found, fields_text, found_text
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, of_records


def _decisions(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in FieldDecision.objects.filter(pk__in=ids_in(entries, "decision"))}
    fields: dict[str, list[UUID]] = defaultdict(list)
    decided = FieldHistory.objects.filter(decision__in=rows.values()).values_list("decision_id", "field_id")
    for decision, one in decided.iterator():
        fields[str(decision)].append(one)
    return {
        entry.id: _decision(row, fields[str(row.pk)])
        for entry in entries
        if (row := rows.get(str(entry.payload["decision"])))
    }


def _decision(row: FieldDecision, fields: Sequence[UUID]) -> Kept:
    return Kept(
        row.pk,
        {
            "reason": Opening(row.reason_nonce, row.reason),
            "fields": Opening(row.fields_nonce, fields_text(fields)),
        },
        {
            "action": row.action,
            "category": row.category,
            "subjects": row.subjects,
            "count": row.count,
            "actor": row.by,
        },
    )


def _words(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "words",
        CompanyWords.objects.in_bulk,
        lambda row: Kept(
            row.pk,
            {
                "text": Opening(row.text_nonce, row.text),
                "reason": Opening(row.reason_nonce, row.reason),
            },
            {"number": row.number, "actor": row.proposed_by},
        ),
    )


def _findings(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "finding",
        Finding.objects.in_bulk,
        lambda row: Kept(
            row.pk,
            {"reason": Opening(row.reason_nonce, row.reason)},
            {"about": row.kind, "source": row.source_id, "actor": row.handled_by},
        ),
    )


def _tables(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    scans, collections = ids_in(entries, "scan"), ids_in(entries, "collection")
    rows = {
        (str(row.scan_id), str(row.collection_id)): row
        for row in ScanTable.objects.select_related("scan").filter(scan__in=scans, collection__in=collections)
    }
    events = _events(scans, collections)
    found = {}
    for entry in entries:
        key = str(entry.payload["scan"]), str(entry.payload["collection"])
        if (row := rows.get(key)) is not None:
            found[entry.id] = _table(row, events[key])
    return found


def _events(scans: set[UUID], collections: set[UUID]) -> dict[tuple[str, str], list[Found]]:
    """Return what the scans found of the tables, by scan and table."""
    events: dict[tuple[str, str], list[Found]] = defaultdict(list)
    rows = FieldHistory.objects.filter(scan__in=scans, field__collection__in=collections).values_list(
        "scan_id", "field__collection_id", "field_id", "event", "category", "confidence", "rules_version"
    )
    for row in rows.iterator(chunk_size=10_000):
        events[str(row[0]), str(row[1])].append(Found(*row[2:]))
    return events


def _table(row: ScanTable, events: Sequence[Found]) -> Kept:
    return Kept(
        row.pk,
        {"found": Opening(row.nonce, found_text(events))},
        {
            "columns": row.columns,
            "personal": row.personal,
            "events": len(events),
            "actor": row.scan.started_by,
        },
    )


keep("field.decided", _("decision on fields"), _decisions)
keep("finding.handled", _("handled finding"), _findings)
keep("scan.table_found", _("table of a scan"), _tables)
keep("words.proposed", _("company’s words"), _words)
