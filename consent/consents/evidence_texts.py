"""What this part keeps outside the ledger: why objections were overridden, why staff looked people up."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.consents.models import Objection, PersonLook
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, ids_in, keep


def _ended(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in Objection.objects.filter(pk__in=ids_in(entries, "objection"))}
    return {
        entry.id: Kept(row.pk, {"reason": Opening(_nonce(row), row.ended_reason)})
        for entry in entries
        if (row := rows.get(str(entry.payload["objection"])))
    }


def _looks(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    rows = {str(row.pk): row for row in PersonLook.objects.filter(pk__in=ids_in(entries, "look"))}
    return {
        entry.id: Kept(row.pk, {"reason": Opening(bytes(row.reason_nonce), row.reason)}, {"actor": row.by})
        for entry in entries
        if (row := rows.get(str(entry.payload["look"])))
    }


def _nonce(row: Objection) -> bytes | None:
    return None if row.ended_nonce is None else bytes(row.ended_nonce)


keep("consents.objection_ended", _("end of an objection"), _ended)
keep("consents.person_looked_up", _("look at a person"), _looks)
