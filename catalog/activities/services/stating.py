"""State what a single field was collected for, where it differs from its collection's activities."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.activities.models import StatedPurpose
from catalog.activities.services.reviewing import review_findings
from catalog.fields.models import Field
from catalog.fields.services.problems import NotPossible
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes.models import Purpose


@transaction.atomic
def state_purposes(principal: Principal, field: Field, purposes: Sequence[UUID]) -> StatedPurpose:
    """Say what the field was collected for; no purpose says that nobody knows. Raises NotPossible."""
    require(principal, Permission.ACTIVITY_EDIT, field.source.department_id)
    if not field.personal:
        raise NotPossible(_("This field holds no personal data, so it needs no purpose of collection."))
    found = list(Purpose.objects.filter(pk__in=purposes))
    if len(found) != len(set(purposes)):
        raise NotPossible(_("One of the purposes is not there; look again."))
    values = {
        "stated_by": principal.actor,
        "stated_at": clock.now(),
        "evidence": _prove(principal, field, len(found), own=True),
    }
    stated, _made = StatedPurpose.objects.update_or_create(field=field, defaults=values)
    stated.purposes.set(found)
    review_findings()
    return stated


@transaction.atomic
def follow_collection(principal: Principal, field: Field) -> None:
    """Take a field's own statement back: what its collection's activities say counts again."""
    require(principal, Permission.ACTIVITY_EDIT, field.source.department_id)
    gone, _rows = StatedPurpose.objects.filter(field=field).delete()
    if gone:
        _prove(principal, field, 0, own=False)
        review_findings()


def _prove(principal: Principal, field: Field, purposes: int, own: bool) -> UUID:
    payload = {"field": field.pk, "purposes": purposes, "own": own}
    return record("field.purpose_stated", actor=principal.actor, payload=payload)
