"""What asking for a decision about a person records: that it was asked, and the reason's digest."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import register

register(
    "decisions.looked_up", _("A decision about a person explained"), purpose=UUID, look=UUID, reason=Digest
)
