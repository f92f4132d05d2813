"""What this part writes into the ledger: ids, codes and numbers, never a value."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, register

DECLARED = register(
    "enrolment.declared",
    _("Said which columns tell who somebody is"),
    source=UUID,
    collection=UUID,
    identifiers=int,
).name
ENDED = register(
    "enrolment.ended",
    _("Enrolment of a source ended"),
    enrolment=UUID,
    source=UUID,
    outcome=Code,
    rows=int,
    people=int,
).name
SETTLED = register(
    "enrolment.settled",
    _("Question about people settled"),
    source=UUID,
    question=int,
    answer=Code,
    reason=Digest,
).name
REOPENED = register(
    "enrolment.reopened", _("Question about people opened again"), source=UUID, question=int
).name
