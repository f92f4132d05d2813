"""Who looks after a department's findings."""

from collections.abc import Collection
from uuid import UUID

from consent.parties.models import Membership, User
from consent.parties.permissions import Role


def owner_of(department: UUID) -> User | None:
    """Return the department's longest-serving steward, else its head; None where it has neither."""
    return owners_of([department]).get(department)


def owners_of(departments: Collection[UUID]) -> dict[UUID, User]:
    """Return the owner of each department that has one, as `owner_of` says; one query."""
    held = Membership.objects.filter(
        department__in=departments, user__is_active=True, role__in=[Role.STEWARD, Role.HEAD]
    )
    # "steward" stands after "head": the first one that stays is a steward where there is any
    rows = held.select_related("user").order_by("department", "-role", "since", "pk").distinct("department")
    return {one.department_id: one.user for one in rows if one.department_id is not None}
