"""The controller's record: every change is evidence, its words stay outside the ledger."""

from uuid import UUID

from django.db import transaction

from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import authorities
from consent.law.authorities import Authority
from consent.parties import evidence_kinds
from consent.parties.models import Controller, ControllerChange


@transaction.atomic
def change_controller(actor: UUID | None, changed: Controller, fields: list[str]) -> None:
    """Store the record; each changed field is one entry with a commitment to its new value."""
    Controller.objects.select_for_update().first()
    changed.save()
    for name in fields:
        value = str(getattr(changed, name))
        commitment = commit(value)
        ControllerChange.objects.create(field=name, value=value, nonce=commitment.nonce, actor=actor)
        record(
            evidence_kinds.CONTROLLER_CHANGED,
            actor=actor,
            payload={"field": Code(name), "value": commitment},
        )


def authority_of(controller: Controller | None) -> Authority | None:
    """Return the supervisory authority that the record names."""
    return authorities.find(controller.authority) if controller else None
