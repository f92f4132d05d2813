"""Record why two kindred purposes differ, so that a refusal of one does not deny the other."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.kinship import kindred
from consent.purposes.models import Difference, Purpose
from consent.purposes.services.purposes_common import needed


def record_difference(principal: Principal, purpose: Purpose, refused: Purpose, reason: str) -> Difference:
    """Record, as the controller's representative, why a refusal of `refused` does not deny `purpose`.

    From then on decisions follow it; those about earlier moments stay as they were. It cannot be taken
    back, only never be used. Raises PermissionDenied, Refused.
    """
    require(principal, Permission.PURPOSE_DISTINGUISH, purpose.department_id)
    said = needed(reason, _("Say what makes the two purposes different for the people concerned."))
    if refused.id not in {kin.purpose.id for kin in kindred(purpose, _categories(purpose))}:
        raise Refused(_("These purposes are not kindred: a refusal of one does not touch the other anyway."))
    committed = commit(said)
    with transaction.atomic():
        made = _saved(
            Difference(
                purpose=purpose, refused=refused, reason=said, reason_nonce=committed.nonce, recorded_by=principal.actor
            )
        )  # fmt: skip
        told = {"difference": made.id, "purpose": purpose.id, "refused": refused.id, "reason": committed}
        record(evidence_kinds.DISTINGUISHED, actor=principal.actor, payload=told)
    return made


def _categories(purpose: Purpose) -> set[str]:
    rows = purpose.versions.values_list("categories", flat=True)
    return {category for categories in rows for category in categories}


def _saved(difference: Difference) -> Difference:
    try:
        with transaction.atomic():
            difference.save()
    except IntegrityError:
        raise Refused(_("It is recorded already why these two differ.")) from None
    return difference
