"""Demo people: one for each role, with random passwords of this installation, on this machine only."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from config.embedded.paths import Paths
from consent.parties.departments import create_department
from consent.parties.invitations import add_person
from consent.parties.models import Department, User
from consent.parties.permissions import Role
from consent.parties.services import add_membership


@dataclass(frozen=True)
class Login:
    """A demo login: what the console shows."""

    role: str
    department: str
    email: str
    password: str


PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("Arne Albers", "administrator", Role.ADMINISTRATOR, ""),
    ("Vera Vogt", "representative", Role.REPRESENTATIVE, ""),
    ("Dana Dreyer", "dpo", Role.DPO, ""),
    ("Ralf Reimers", "auditor", Role.AUDITOR, ""),
    ("Hanna Harms", "head", Role.HEAD, "Shop"),
    ("Stefan Stolle", "steward", Role.STEWARD, "Shop"),
    ("Anja Abel", "analyst", Role.ANALYST, "Shop"),
)


def refuse_outside_embedded() -> None:
    """Raise ImproperlyConfigured unless the embedded settings are in force."""
    if not getattr(settings, "EMBEDDED", False):
        raise ImproperlyConfigured("Demo logins exist only with the embedded settings, never in production.")


@transaction.atomic
def make_demo_logins(
    people: tuple[tuple[str, str, Role, str], ...] = PEOPLE, file: Path | None = None
) -> list[Login]:
    """Make (or renew) the demo people and write their passwords to a file that only its owner reads."""
    refuse_outside_embedded()
    logins = [_make(*person) for person in people]
    write_private(file or Paths().demo_logins, as_text(logins))
    return logins


def as_text(logins: list[Login]) -> str:
    """Return the logins as the console and the file show them."""
    width = max(len(login.email) for login in logins)
    return "".join(
        f"{login.email:<{width}}  {login.password}  ({login.role}{', ' + login.department if login.department else ''})\n"
        for login in logins
    )


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def _make(name: str, local: str, role: Role, place: str) -> Login:
    email = f"{local}@demo.example"
    password = secrets.token_urlsafe(12)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = add_person(email, name, password, is_demo=True)
    elif not user.is_demo:
        raise ImproperlyConfigured(f"{email} belongs to somebody who is not a demo person.")
    else:
        user.set_password(password)
        user.save(update_fields=["password"])
    department = _department(place) if place else None
    add_membership(None, user, role, department)
    return Login(role.value, place, email, password)


def _department(name: str) -> Department:
    found = Department.objects.filter(name__iexact=name).first()
    return found or create_department(None, name)
