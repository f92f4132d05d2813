"""What this part keeps outside the ledger: why a question about people was settled as it was."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from catalog.enrolment import evidence_kinds
from consent.evidence.entry import Entry, EntryId, read_entry
from consent.evidence.keeping import Kept, Opening, keep
from consent.evidence.models import Entry as Row
from consent.evidence.reading import unplaced_bodies
from consent.subjects.models import Conflict


def _settled(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Return the reasons; a question that was opened again keeps that of its last answer only."""
    rows = {row.pk: row for row in Conflict.objects.filter(pk__in={e.payload["question"] for e in entries})}
    overtaken = _overtaken(entries)
    return {
        entry.id: Kept(
            row.pk,
            {"reason": Opening(None if row.reason_nonce is None else bytes(row.reason_nonce), row.reason)},
            {"source": row.source, "answer": row.answer, "actor": row.settled_by},
        )
        for entry in entries
        if entry.id not in overtaken and (row := rows.get(int(entry.payload["question"] or 0)))
    }


def _overtaken(entries: Sequence[Entry]) -> set[EntryId]:
    """Tell which answers ended because their question was opened again; the ledger says so itself."""
    again = _reopened(min(entry.id for entry in entries))
    return {
        entry.id
        for entry in entries
        if any(one.at > entry.at and one.payload["question"] == entry.payload["question"] for one in again)
    }


def _reopened(since: EntryId) -> Sequence[Entry]:
    """Return the re-openings since an entry; ids sort by time, and few questions are opened again."""
    rows = Row.objects.filter(id__gt=since)
    placed = rows.filter(place__kind=evidence_kinds.REOPENED).values_list("body", flat=True)
    said = (read_entry(bytes(body)) for body in [*placed, *unplaced_bodies()])
    return [one for one in said if one.kind == evidence_kinds.REOPENED]


keep(evidence_kinds.SETTLED, _("answer to a question about people"), _settled, _overtaken)
