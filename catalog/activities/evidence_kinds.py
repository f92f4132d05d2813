"""What this part writes into the ledger: random ids, numbers and digests; names and texts stay outside."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import register

register(
    "activity.described",
    _("Processing activity described"),
    activity=UUID,
    department=UUID,
    version=int,
    content=Digest,
)
register("activity.ended", _("Processing activity ended"), activity=UUID, department=UUID)
register("field.purpose_stated", _("Purpose of collection stated"), field=UUID, purposes=int, own=bool)
