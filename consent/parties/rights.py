"""From a person's roles to the principal that every page and API view asks."""

from collections import defaultdict
from uuid import UUID

from consent.parties.actors import actor_id
from consent.parties.models import User
from consent.parties.permissions import GIVEN, Permission, Role
from consent.parties.principals import Principal


def principal_for(user: User) -> Principal:
    """Return what the person may do now, everywhere and within departments."""
    everywhere: set[Permission] = set()
    within: dict[UUID, set[Permission]] = defaultdict(set)
    for role, department in user.memberships.values_list("role", "department_id"):
        target = everywhere if department is None else within[department]
        target |= GIVEN[Role(role)]
    return Principal(
        actor=actor_id(user),
        name=str(user),
        everywhere=frozenset(everywhere),
        within={where: frozenset(given) for where, given in within.items()},
    )
