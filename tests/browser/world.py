"""The small company that the browser's tests walk through: a person for each role, and something to see."""

from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMessage

from config.web.models import OutboxMessage
from config.web.outbox import Backend
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
    message = kept_message()
    examples = {name: {"message_id": message.id} for name in ("outbox_message", "outbox_download")}
    return World(people, department, examples)


def kept_message() -> OutboxMessage:
    """Send a message to the outbox."""
    link = "Bitte wählen Sie ein Passwort: http://localhost/konto/abc\n\nDer Link gilt drei Tage."
    Backend().send_messages([EmailMessage("Ihre Einladung", link, "catalog@localhost", ["kim@example.com"])])
    return OutboxMessage.objects.latest("sent_at")
