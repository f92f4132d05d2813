"""What this part keeps outside the ledger: why somebody had a decision about a person explained."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.decisions.models import Look
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep


def _looks(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in Look.objects.filter(pk__in=ids_in(entries, "look"))}
    return {
        entry.id: Kept(
            row.pk,
            {"reason": Opening(bytes(row.reason_nonce), row.reason)},
            {"purpose": row.purpose, "actor": row.by},
        )
        for entry in entries
        if (row := rows.get(str(entry.payload["look"])))
    }


keep("decisions.looked_up", _("explanation of a decision"), _looks)
