"""What this part writes into the ledger: ids, codes and commitments, never a host, a user or a password."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, register

ADDED = register("source.added", _("Source added"), source=UUID, department=UUID, kind=Code).name
SET = register("source.changed", _("Source changed"), source=UUID, field=Code, value=Digest).name
CREDENTIAL_SET = register("source.credential_set", _("Source's password set"), source=UUID).name
CREDENTIAL_REMOVED = register(
    "source.credential_removed", _("Source's password removed"), source=UUID, reason=Code
).name
CHECKED = register("source.checked", _("Source checked"), source=UUID, outcome=Code, problem=Code | None).name
RETIRED = register("source.retired", _("Source retired"), source=UUID).name
