"""Decide on a basis after the opinion: the head of the department, or the controller's representative."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.services import record
from consent.law import clock
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.faults import faults_of, gaps_of
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services.purposes_common import (
    Lacking,
    UnknownOrigin,
    commit_words,
    locked,
    needed,
    refuse_oneself,
)
from consent.purposes.states import VersionState


def decide(
    principal: Principal,
    version: PurposeVersion,
    accepted: bool,
    reason: str = "",
    *,
    consent_left_because: str = "",
    in_force_from: datetime | None = None,
) -> PurposeVersion:
    """Accept or refuse a basis; an accepted one comes into force and ends the one before.

    Departing from the opinion takes a reason. Leaving consent for another basis takes the representative's
    own words on why. Raises PermissionDenied, Refused, Lacking where the law holds something against it.
    """
    require(principal, Permission.PURPOSE_DECIDE, version.purpose.department_id)
    left = consent_left_because.strip()
    if left and not principal.may(Permission.PURPOSE_DISTINGUISH, version.purpose.department_id):
        raise PermissionDenied(_("Only the controller's representative records why consent is left."))
    with transaction.atomic():
        Purpose.objects.select_for_update().get(pk=version.purpose_id)
        found = locked(version)
        if found.state is not VersionState.ADVISED:
            raise Refused(_("This version does not wait for a decision."))
        refuse_oneself(principal.actor, found.drafted_by, found.opinion_by)
        departs = accepted is not found.opinion_favourable
        if departs:
            reason = needed(reason, _("Say why you depart from the data protection officer's opinion."))
        found.decision_reason = reason.strip()
        if accepted:
            _accept(found, left, in_force_from)
        _decide(principal, found, accepted, departs)
    return found


def _accept(found: PurposeVersion, left: str, in_force_from: datetime | None) -> None:
    if faults := faults_of(found, left):
        raise Lacking(faults)
    if gaps := gaps_of(found):
        raise UnknownOrigin(gaps)
    now = clock.now()
    start = in_force_from or now
    if start < now:
        raise Refused(_("A basis comes into force now or later, never in the past."))
    _end_the_one_before(found, start)
    found.in_force_from, found.consent_left_because = start, left


def _end_the_one_before(found: PurposeVersion, start: datetime) -> None:
    """End what is in force at that time; refuse where something comes into force later still."""
    held = found.purpose.versions.filter(in_force_from__isnull=False).exclude(in_force_to__lte=start)
    for version in held:
        if version.in_force_from is not None and version.in_force_from >= start:
            raise Refused(
                _("Version %(number)s comes into force later: choose a later day, or end the purpose first.")
                % {"number": version.number}
            )
        version.in_force_to = start
        version.save(update_fields=["in_force_to"])


def _decide(principal: Principal, found: PurposeVersion, accepted: bool, departs: bool) -> None:
    reason = commit_words(found, "decision_reason", found.decision_reason)
    left = commit_words(found, "consent_left_because", found.consent_left_because)
    found.decided_by, found.decided_at, found.accepted = principal.actor, clock.now(), accepted
    found.save()
    told = {
        "purpose": found.purpose_id, "version": found.id, "accepted": accepted, "departs": departs,
        "in_force_from": found.in_force_from, "reason": reason, "consent_left": left,
    }  # fmt: skip
    record(evidence_kinds.DECIDED, actor=principal.actor, payload=told)
