"""The small company that the browser's tests walk through: a person for each role, and something to see."""

from dataclasses import dataclass, field
from typing import Any

from consent.parties.models import Controller, Department, User
from consent.parties.permissions import Role
from tests import factories

ROLES = tuple(role.value for role in Role)


@dataclass
class World:
    """People by role, and for each address with variable parts an example of them."""

    people: dict[str, User]
    department: Department
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)


def build_world() -> World:
    """Make the company through the product's own services."""
    Controller.objects.update_or_create(id=1, defaults={"legal_name": "Muster & Töchter GmbH"})
    department = factories.department("Versand")
    people = {
        role: factories.person(
            role, department if Role(role).of_department else None, name=f"Kim {role.title()}"
        )
        for role in ROLES
    }
    return World(people, department)
