"""What consents record in the ledger: random ids, codes and hashes."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, Moment, register

register(
    "consents.said",
    _("A person's word on a purpose recorded"),
    event=UUID,
    purpose=UUID,
    what=Code,
    notice=UUID | None,
    channel=Code,
    at=Moment,
)
register("consents.objected", _("Objection recorded"), objection=UUID, purpose=UUID | None, kind=Code)
register("consents.objection_ended", _("Objection ended"), objection=UUID, reason=Digest | None)
register("consents.restricted", _("Processing restricted"), restriction=UUID, ground=Code)
register("consents.restriction_lifted", _("Restriction lifted"), restriction=UUID)
register("consents.channel", _("Permission of a channel recorded"), permission=UUID, channel=Code, word=Code)
register("consents.looked_up", _("A person's consents looked up"), what=Code)
register("consents.person_looked_up", _("A person looked up by staff"), look=UUID, reason=Digest)
register("consents.person_told", _("Person told that a restriction will be lifted"), restriction=UUID)
register("consents.imported", _("Consent events imported"), run=UUID, batch=UUID, rows=int, digest=Digest)
register("consents.link_made", _("Link to a preference centre made"), purpose=UUID | None)
register("consents.webhook_made", _("Webhook for withdrawals set up"), webhook=UUID, department=UUID)
register("consents.webhook_ended", _("Webhook for withdrawals ended"), webhook=UUID)
