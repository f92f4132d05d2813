"""The small company that the browser's tests walk through: a person for each role, and something to see."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client

from config.web.models import OutboxMessage
from config.web.outbox import Backend
from consent.evidence.models import Checkpoint
from consent.evidence.sequencing import sequence_entries
from consent.evidence.services import record
from consent.parties.models import Controller, Department, User
from consent.parties.permissions import Role
from consent.parties.rights import principal_for
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = tuple(role.value for role in Role)


@dataclass
class World:
    """People by role with a session each, and for each address with variable parts an example of them.

    The sessions are made with the world, outside every test's transaction: the server must see them.
    """

    people: dict[str, User]
    sessions: dict[str, str]
    department: Department
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)

    def client(self, role: str | None) -> Client:
        """Return a client of the role's person, or of a stranger."""
        client = Client()
        if role is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def speak(self, role: str, language: str) -> None:
        """Set the language of the role's person; from a thread that ends with this."""
        User.objects.filter(pk=self.people[role].pk).update(language=language)
        connection.close()


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
    examples |= ledger(people["dpo"])
    return World(people, {role: session(user) for role, user in people.items()}, department, examples)


def ledger(dpo: User) -> dict[str, dict[str, Any]]:
    """Put an entry that has its place and one that has none yet into the ledger."""
    placed = _opened(dpo)
    sequence_entries()
    _opened(dpo)
    size = Checkpoint.objects.latest("size").size
    of_entry = {"entry_id": placed}
    return {
        "evidence_entry": of_entry,
        "evidence_bundle": of_entry,
        "evidence_checkpoint": {"size": size},
    }


def _opened(user: User) -> UUID:
    with transaction.atomic():
        return record("outbox.opened", actor=principal_for(user).actor, payload={"message": uuid4()})


def session(user: User) -> str:
    """Sign the person in and return the session's key."""
    principal_for(user)  # makes the id for the ledger, which the server would else make while a test does
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def kept_message() -> OutboxMessage:
    """Send a message to the outbox."""
    link = "Bitte wählen Sie ein Passwort: http://localhost/konto/abc\n\nDer Link gilt drei Tage."
    Backend().send_messages([EmailMessage("Ihre Einladung", link, "catalog@localhost", ["kim@example.com"])])
    return OutboxMessage.objects.latest("sent_at")
