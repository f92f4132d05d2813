"""What can be done with departments: create, rename, close."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consent.evidence.services import record
from consent.law import clock
from consent.parties import evidence_kinds, ownership
from consent.parties.models import Department, Membership
from consent.parties.ownership import Refused
from consent.parties.services import remove_membership


def create_department(actor: UUID | None, name: str) -> Department:
    """Create a department. Raises Refused where the name is taken."""
    with transaction.atomic():
        department = _saved(Department(name=name.strip()))
        _record(evidence_kinds.DEPARTMENT_CREATED, actor, department)
    return department


def rename_department(actor: UUID, department: Department, name: str) -> None:
    """Give a department another name. Raises Refused where the name is taken."""
    if name.strip() == department.name:
        return
    with transaction.atomic():
        department.name = name.strip()
        _saved(department)
        _record(evidence_kinds.DEPARTMENT_RENAMED, actor, department)


@transaction.atomic
def close_department(actor: UUID, department: Department) -> None:
    """Close a department: its roles end. Raises Refused while something still stands in it."""
    Department.objects.select_for_update().get(id=department.id)
    if held := ownership.holding(department):
        named = ", ".join(f"{hold.label} ({count})" for hold, count in held)
        raise Refused(_("The department cannot be closed yet; still there: %(what)s.") % {"what": named})
    department.closed_at = clock.now()
    department.save(update_fields=["closed_at"])
    for membership in Membership.objects.filter(department=department).select_related("user"):
        remove_membership(actor, membership)
    department.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    _record(evidence_kinds.DEPARTMENT_CLOSED, actor, department)


def _saved(department: Department) -> Department:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError:
        raise Refused(_("There is a department of this name already.")) from None
    return department


def _record(kind: str, actor: UUID | None, department: Department) -> None:
    record(kind, actor=actor, payload={"department": department.id})
