"""What this part keeps outside the ledger: the values that were set of a source, never a credential."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from catalog.sources import evidence_kinds
from catalog.sources.models import SourceChange
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep, made_before


def _changes(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    of: dict[tuple[object, object], list[SourceChange]] = defaultdict(list)
    for change in SourceChange.objects.filter(source__in=ids_in(entries, "source")):
        of[str(change.source_id), change.field].append(change)
    found = {}
    for entry in entries:
        rows = of[entry.payload["source"], entry.payload["field"]]
        row = made_before(rows, entry.at, lambda row: row.at)
        if row is not None:
            found[entry.id] = Kept(row.pk, {"value": Opening(row.nonce, row.value)}, {"actor": row.actor})
    return found


keep(evidence_kinds.SET, _("value of a source"), _changes)
