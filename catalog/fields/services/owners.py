"""Who looks after a department's findings."""

from uuid import UUID

from consent.parties.models import Membership, User
from consent.parties.permissions import Role


def owner_of(department: UUID) -> User | None:
    """Return the department's longest-serving steward, else its head; None where it has neither."""
    held = Membership.objects.filter(department=department, user__is_active=True).select_related("user")
    for role in (Role.STEWARD, Role.HEAD):
        found = held.filter(role=role).order_by("since", "pk").first()
        if found is not None:
            return found.user
    return None
