"""End a purpose: from that moment on nothing may be done for it any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.services import record
from consent.law import clock
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services.purposes_common import commit_words, needed


def end_purpose(principal: Principal, purpose: Purpose, reason: str) -> None:
    """End the version in force and any that was to come, now; what was done before stays lawful.

    Raises PermissionDenied, Refused where nothing is in force.
    """
    require(principal, Permission.PURPOSE_DECIDE, purpose.department_id)
    said = needed(reason, _("Say why the purpose ends."))
    with transaction.atomic():
        Purpose.objects.select_for_update().get(pk=purpose.pk)
        now = clock.now()
        held = purpose.versions.filter(in_force_from__isnull=False).exclude(in_force_to__lte=now)
        found = [version for version in held if version.in_force_to != version.in_force_from]
        if not found:
            raise Refused(_("Nothing of this purpose is in force, so there is nothing to end."))
        for version in found:
            _end(principal, version, said)


def _end(principal: Principal, version: PurposeVersion, reason: str) -> None:
    """End a version now; one that is still to come never comes into force."""
    start, now = version.in_force_from, clock.now()
    version.in_force_to = max(start, now) if start else now
    version.ended_by, version.end_reason = principal.actor, reason
    digest = commit_words(version, "end_reason", reason)
    version.save()
    told = {"purpose": version.purpose_id, "version": version.id, "reason": digest}
    record(evidence_kinds.ENDED, actor=principal.actor, payload=told)
