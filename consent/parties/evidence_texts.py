"""What this part keeps outside the ledger: the values that were set in the controller's record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from consent.evidence.entry import Entry, EntryId
from consent.evidence.keeping import Kept, Opening, keep, made_before
from consent.parties import evidence_kinds
from consent.parties.models import ControllerChange


def _changes(entries: Sequence[Entry]) -> Mapping[EntryId, Kept]:
    of: dict[object, list[ControllerChange]] = defaultdict(list)
    for change in ControllerChange.objects.filter(
        field__in={str(entry.payload["field"]) for entry in entries}
    ):
        of[change.field].append(change)
    found = {}
    for entry in entries:
        row = made_before(of[entry.payload["field"]], entry.at, lambda row: row.at)
        if row is not None:
            found[entry.id] = Kept(row.pk, {"value": Opening(row.nonce, row.value)}, {"actor": row.actor})
    return found


keep(evidence_kinds.CONTROLLER_CHANGED, _("value of the controller's record"), _changes)
