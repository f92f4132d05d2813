"""Write the demo company's record and make its people; does nothing twice."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalog.demo.cast import COMPANY, DEPARTMENTS, PARTS, Part
from catalog.demo.logins import Logins, table
from config.embedded.paths import Paths
from config.embedded.start import uses_embedded_database
from consent.parties.controllers import change_controller
from consent.parties.departments import create_department
from consent.parties.invitations import add_person
from consent.parties.models import Controller, Department, User
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for
from consent.parties.services import add_membership


def why_not() -> str | None:
    """Return why the demo company cannot be here, or None where it can (or is already)."""
    if not getattr(settings, "EMBEDDED", False):
        return "There is no demo company with production settings."
    if not uses_embedded_database():
        return (
            "The demo company needs the embedded database, beside which its systems lie: unset DATABASE_URL."
        )
    controller = Controller.current()
    if controller is not None and controller.legal_name != COMPANY["legal_name"]:
        name = controller.legal_name
        return f"This installation belongs to {name}; the demo company comes into an empty one only."
    if controller is None and User.objects.exists():
        return "This installation has people already; the demo company comes into an empty one only."
    return None


def logins_path() -> Path:
    """Return the file with the demo people's passwords."""
    return Paths(Path(settings.ROOT)).demo_logins


def administrator() -> Principal:
    """Return the demo administrator, in whose name the sources are registered. Raises User.DoesNotExist."""
    part = next(part for part in PARTS if part.role is Role.ADMINISTRATOR)
    return principal_for(User.objects.get(email=part.email))


def make_people() -> dict[str, str]:
    """Write the company's record, make its departments and people, and return the passwords by address."""
    passwords = Logins(logins_path()).passwords()
    with transaction.atomic():
        _write_controller()
        departments = {name: _department(name) for name in DEPARTMENTS}
        there = set(User.objects.filter(email__in=passwords).values_list("email", flat=True))
        for part in PARTS:
            if part.email not in there:
                _make(part, passwords[part.email], departments)
    return passwords


def sign_ins() -> str:
    """Make the people where they are missing, and say how each of them signs in."""
    lines = table(PARTS, make_people())
    return "\n".join([f"Demo logins of this installation (kept in {logins_path()}):", *lines, ""])


def _write_controller() -> None:
    if Controller.current() is None:
        change_controller(None, Controller(**COMPANY), list(COMPANY))


def _department(name: str) -> Department:
    return Department.objects.filter(name__iexact=name).first() or create_department(None, name)


def _make(part: Part, password: str, departments: dict[str, Department]) -> None:
    user = add_person(part.email, part.name, password, is_demo=True)
    add_membership(None, user, part.role, departments[part.department] if part.department else None)
