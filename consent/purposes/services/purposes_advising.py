"""Give the data protection officer's opinion on a proposed basis (Art. 35(2), 38, 39 GDPR)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.services import record
from consent.law import clock
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.models import PurposeVersion
from consent.purposes.services.purposes_common import (
    commit_words,
    locked,
    needed,
    refuse_oneself,
    unchanged,
)
from consent.purposes.states import VersionState
from consent.purposes.stored import text_of


def give_opinion(
    principal: Principal,
    version: PurposeVersion,
    favourable: bool,
    words: str,
    seen: datetime | None = None,
) -> PurposeVersion:
    """Record the opinion in the officer's own words; the proposal's words are fixed from then on.

    `seen` is when the opinion was asked for on what the officer read. Raises PermissionDenied, Refused.
    """
    require(principal, Permission.PURPOSE_OPINION, version.purpose.department_id)
    said = needed(words, _("Write the opinion in your own words."))
    with transaction.atomic():
        found = locked(version)
        if found.state is not VersionState.ASKED:
            raise Refused(_("No opinion is asked for on this version."))
        unchanged(seen, found)
        refuse_oneself(principal.actor, found.drafted_by)
        found.opinion_by, found.opinion_at = principal.actor, clock.now()
        found.opinion_favourable, found.opinion = favourable, said
        told = {
            "purpose": found.purpose_id,
            "version": found.id,
            "favourable": favourable,
            # On which words: from here on PostgreSQL keeps them
            "proposal": commit_words(found, "proposal", text_of(found)),
            "opinion": commit_words(found, "opinion", said),
        }
        found.save()
        record(evidence_kinds.ADVISED, actor=principal.actor, payload=told)
    return found
