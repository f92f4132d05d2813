"""What this part keeps outside the ledger: why objections were overridden."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.consents.models import Objection
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep


def _ended(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in Objection.objects.filter(pk__in=ids_in(entries, "objection"))}
    return {
        entry.id: Kept(row.pk, {"reason": Opening(_nonce(row), row.ended_reason)})
        for entry in entries
        if (row := rows.get(str(entry.payload["objection"])))
    }


def _nonce(row: Objection) -> bytes | None:
    return None if row.ended_nonce is None else bytes(row.ended_nonce)


keep("consents.objection_ended", _("end of an objection"), _ended)
