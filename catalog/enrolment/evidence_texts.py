"""What this part keeps outside the ledger: why a question about people was settled as it was."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from catalog.enrolment import evidence_kinds
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, keep
from consent.evidence.overtaken import overtaken
from consent.subjects.models import Conflict


def _settled(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    """Return the reasons; a question that was opened again keeps that of its last answer only."""
    rows = {row.pk: row for row in Conflict.objects.filter(pk__in={e.payload["question"] for e in entries})}
    given_up = _overtaken(entries)
    return {
        entry.id: Kept(
            row.pk,
            {"reason": Opening(row.reason_nonce, row.reason)},
            {"source": row.source, "answer": row.answer, "actor": row.settled_by},
        )
        for entry in entries
        if entry.id not in given_up and (row := rows.get(int(entry.payload["question"] or 0)))
    }


def _overtaken(entries: Sequence[Entry]) -> set[EntryId]:
    """Tell which answers ended because their question was opened again."""
    return overtaken(entries, [evidence_kinds.REOPENED], ["question"])


keep(evidence_kinds.SETTLED, _("answer to a question about people"), _settled, _overtaken)
