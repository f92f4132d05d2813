"""What this part writes into the ledger: what scans found and what people decided; no names, no texts."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, register

register("scan.started", _("Scan started"), scan=UUID, source=UUID, trigger=Code, rules=Code)
register("scan.cancelled", _("Scan cancelled"), scan=UUID, source=UUID)
register(
    "scan.table_found",
    _("Table examined"),
    scan=UUID,
    source=UUID,
    collection=UUID,
    columns=int,
    personal=int,
    events=int,
    found=Digest,
    rules=Code,
)
register(
    "scan.finished",
    _("Scan finished"),
    scan=UUID,
    source=UUID,
    state=Code,
    tables=int,
    failed=int,
    columns=int,
    personal=int,
    findings=int,
    rules=Code,
)
register(
    "field.decided",
    _("Category decided"),
    decision=UUID,
    action=Code,
    category=Code | None,
    subjects=Code | None,
    count=int,
    fields=Digest,
    reason=Digest | None,
)
register("proposal.declined", _("Proposal declined"), field=UUID, origin=UUID, category=Code)
register("finding.handled", _("Finding handled"), finding=UUID, about=Code, source=UUID, reason=Digest)
register("schedule.set", _("Scan schedule set"), source=UUID, rhythm=Code | None)
register("words.proposed", _("Company’s words proposed"), words=UUID, number=int, text=Digest, reason=Digest)
register(
    "words.applied", _("Company’s words applied"), words=UUID, number=int, replaces=int | None, fields=int
)
register("words.withdrawn", _("Company’s words withdrawn"), words=UUID, number=int)
