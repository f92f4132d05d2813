"""What this part keeps outside the ledger: each description of an activity as it was told."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from catalog.activities.models import ActivityVersion
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep


def _described(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = ActivityVersion.objects.filter(activity__in=ids_in(entries, "activity"))
    told = {(str(row.activity_id), row.number): row for row in rows}
    return {
        entry.id: Kept(
            row.pk,
            {"content": Opening(row.nonce, row.content)},
            {"version": row.number, "actor": row.by},
        )
        for entry in entries
        if (row := told.get((str(entry.payload["activity"]), int(entry.payload["version"] or 0))))
    }


keep("activity.described", _("description of a processing activity"), _described)
