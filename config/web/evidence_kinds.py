"""The kinds of entries that the frame itself puts into the ledger."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.kinds import register

register("outbox.opened", _("Message of the outbox opened"), message=UUID)
