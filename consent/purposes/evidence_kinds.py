"""What purposes and notices record in the ledger: random ids, codes and hashes, never words."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, register

PURPOSE_PROPOSED = register(
    "purposes.proposed",
    _("Basis of a purpose proposed"),
    purpose=UUID,
    version=UUID,
    number=int,
    basis=Code,
    condition=Code | None,
    words=Digest,
).name
