"""What purposes and notices record in the ledger: random ids, codes and hashes, never words."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, FieldType, Moment, register

PROPOSED = register(
    "purposes.proposed",
    _("Basis of a purpose proposed"),
    purpose=UUID,
    version=UUID,
    number=int,
    basis=Code,
    condition=Code | None,
    words=Digest,
).name
REDRAFTED = register(
    "purposes.redrafted",
    _("Proposed basis of a purpose changed"),
    purpose=UUID,
    version=UUID,
    basis=Code,
    condition=Code | None,
    words=Digest,
).name
ASKED = register(
    "purposes.asked", _("Data protection officer's opinion asked for"), purpose=UUID, version=UUID
).name
ADVISED = register(
    "purposes.advised",
    _("Data protection officer's opinion given"),
    purpose=UUID,
    version=UUID,
    favourable=bool,
    proposal=Digest,
    opinion=Digest,
).name
DECIDED = register(
    "purposes.decided",
    _("Basis of a purpose decided"),
    purpose=UUID,
    version=UUID,
    accepted=bool,
    departs=bool,
    in_force_from=Moment | None,
    reason=Digest | None,
    consent_left=Digest | None,
).name
ENDED = register("purposes.ended", _("Purpose ended"), purpose=UUID, version=UUID, reason=Digest).name
DISTINGUISHED = register(
    "purposes.distinguished",
    _("Recorded why a refusal of one purpose does not deny another"),
    difference=UUID,
    purpose=UUID,
    refused=UUID,
    reason=Digest,
).name

NOTICE_CREATED = register("notices.created", _("Notice created"), notice=UUID).name
NOTICE_DRAFTED = register("notices.drafted", _("Version of a notice drafted"), notice=UUID, number=int).name
# What each word about a version says
_SAID: dict[str, FieldType] = {
    "notice": UUID,
    "number": int,
    "word": UUID,
    "material": bool,
    "copies": Digest,
    "reason": Digest,
}
NOTICE_CHANGE_PROPOSED = register(
    "notices.change_proposed",
    _("Change of a notice assessed: material or of words only"),
    **_SAID,
).name
NOTICE_SENT_BACK = register(
    "notices.sent_back",
    _("Version of a notice sent back to its drafter"),
    **_SAID,
).name
NOTICE_PUBLISHED = register(
    "notices.published",
    _("Version of a notice published"),
    effective=datetime,
    **_SAID,
).name
