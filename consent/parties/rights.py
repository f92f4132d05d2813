"""From a person's roles, or a program's grant, to the principal that every page and API view asks."""

from collections import defaultdict
from uuid import UUID

from consent.parties.actors import actor_id
from consent.parties.models import Client, User
from consent.parties.permissions import FOR_SERVICES, GIVEN, Permission, Role
from consent.parties.principals import Principal


def principal_for(user: User) -> Principal:
    """Return what the person may do now, everywhere and within departments; nothing once they left."""
    everywhere: set[Permission] = set()
    within: dict[UUID, set[Permission]] = defaultdict(set)
    held = user.memberships.values_list("role", "department_id") if user.is_active else []
    for role, department in held:
        target = everywhere if department is None else within[department]
        target |= GIVEN[Role(role)]
    return Principal(
        actor=actor_id(user),
        name=str(user),
        everywhere=frozenset(everywhere),
        within={where: frozenset(given) for where, given in within.items()},
    )


def principal_for_client(client: Client) -> Principal:
    """Return what a service may do now: what it was given, as far as its responsible holds it today."""
    within: dict[UUID, frozenset[Permission]] = {}
    if client.department_id is not None and client.runs:
        within[client.department_id] = service_rights(client)
    return Principal(actor=client.actor, name=client.name, within=within)


def service_rights(client: Client) -> frozenset[Permission]:
    """Return the rights that are left of a service's grant."""
    if client.department is None or client.department.closed_at is not None:
        return frozenset()
    behind = principal_for(client.responsible)
    granted = {Permission(name) for name in client.permissions} & FOR_SERVICES
    return frozenset(right for right in granted if behind.may(right, client.department_id))
