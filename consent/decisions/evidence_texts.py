"""What this part keeps outside the ledger: why somebody had a decision about a person explained."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.decisions.models import Look
from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, keep, of_records


def _looks(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    return of_records(
        entries,
        "look",
        Look.objects.in_bulk,
        lambda row: Kept(
            row.pk,
            {"reason": Opening(row.reason_nonce, row.reason)},
            {"purpose": row.purpose, "actor": row.by},
        ),
    )


keep("decisions.looked_up", _("explanation of a decision"), _looks)
