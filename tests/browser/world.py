"""The small company that the browser's tests walk through: a person for each role, and something to see."""

from dataclasses import dataclass, field
from datetime import timedelta
from time import time
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from catalog.fields.services.company import propose_words
from catalog.sources.services import Connection, add_source
from config.web.models import OutboxMessage
from config.web.outbox import Backend
from consent.consents import centre
from consent.consents.handling import record_objection, record_restriction
from consent.consents.looking import look_at
from consent.consents.models import BrokenLine, ConsentImport
from consent.evidence.models import Checkpoint
from consent.evidence.sequencing import sequence_entries
from consent.evidence.services import record
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.parties.clients import create_service
from consent.parties.invitations import invite
from consent.parties.models import Controller, Department, User
from consent.parties.permissions import Permission, Role
from consent.parties.rights import principal_for
from consent.purposes.services.notices import draft_version, propose_change
from consent.subjects.models import Subject
from consent.subjects.people import Details, make_people
from consent.subjects.services import ask_to_open_proof, seal_proof
from tests import factories
from tests.browser.catalogue import catalogue
from tests.browser.passkey import credential
from tests.browser.purposes import of_purposes
from tests.consent.consents import cases
from tests.consent.purposes import told

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Examples = dict[str, dict[str, Any]]

ROLES = tuple(role.value for role in Role)


@dataclass
class World:
    """People by role with a session each, and for each address with variable parts an example of them.

    The sessions are made with the world, outside every test's transaction: the server must see them.
    """

    people: dict[str, User]
    sessions: dict[str, str]
    department: Department
    examples: Examples = field(default_factory=dict)
    # Addresses whose page is a refusal here: an invitation that is missing, a directory that is not set up
    refusals: frozenset[str] = frozenset(
        {"join", "socialaccount_login_error", "openid_connect_login", "openid_connect_callback"}
    )

    def client(self, role: str | None) -> Client:
        """Return a client of the role's person, or of a stranger."""
        client = Client()
        if role is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def ask(self, role: str | None, path: str) -> HttpResponseBase:
        """Return what the role's person, or a stranger, gets at a path; whatever it changed is undone."""
        with transaction.atomic():
            answer = self.client(role).get(path)
            transaction.set_rollback(True)  # a row that it locked would make the server wait
        return answer

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
    examples = (
        of_web()
        | of_parties(people, department)
        | of_sources(people["steward"], department)
        | catalogue(department)
        | of_vault(people)
        | of_words(people["head"])
        | of_consents(department, people["dpo"])
        | of_notices(department)
        | of_purposes(people, department)
        | ledger(people["dpo"])
    )
    return World(people, {role: session(user) for role, user in people.items()}, department, examples)


def of_consents(department: Department, dpo: User) -> Examples:
    """Return examples of addresses about consents; the customers' own pages have tests of their own."""
    what = cases.consented(where=department, key="newsletter", direct_marketing=True)
    who = cases.person()
    given = cases.said(who, what, "given")
    run = ConsentImport.objects.create(
        department=department, name="alt.csv", sha256=bytes(32), lines=3, broken=1
    )
    BrokenLine.objects.create(run=run, line=2, column="at", fault="time")
    token = centre.make_link(who, None)[0].split("/")[-2]
    once = centre.make_link(who, None, what.id)[0].split("/")[-2]
    principal = principal_for(dpo)
    Subject.objects.filter(pk=who).update(guardian_until=clock.now().date() + timedelta(days=700))
    look_at(principal, [who], "Anruf der Person")
    against = record_objection(principal, who, ObjectionKind.SITUATION, purpose=what, reason="Meine Lage")
    limit = record_restriction(principal, who, "18-1-a")
    of_use = ("withdraw", "give", "object", "take_back")
    return {
        **{f"preferences_{name}": {"key": what.key} for name in of_use},
        "preferences_link": {"token": token},
        "preferences_one_click": {"token": once},
        "preferences_receipt": {"event": given.id, "form": "pdf"},
        **{
            name: {"subject": who}
            for name in ("person_consents", "person_object", "person_restrict", "person_guardians")
        },
        "person_receipt": {"subject": who, "event": given.id},
        "person_objection_end": {"subject": who, "pk": against.pk},
        "person_restriction_end": {"subject": who, "pk": limit.pk},
        "consents_over_time": {"key": what.key},
        "consent_import": {"pk": run.id},
    }


def of_vault(people: dict[str, User]) -> Examples:
    """Return examples of addresses about people who end, and what stays sealed of them."""
    who = make_people([Details()])[0].record
    sealed = seal_proof(
        principal_for(people["representative"]), who, clock.now().date() + timedelta(days=900)
    )
    asked = ask_to_open_proof(principal_for(people["representative"]), sealed, "Klage 12/26")
    return {
        "proof": {"pk": sealed.pk},
        "proof_answer": {"pk": sealed.pk, "opening": asked.pk},
        "erase_person": {"subject": UUID(str(who))},
    }


def of_words(head: User) -> Examples:
    """Return examples of addresses about the company's own words."""
    text = '[[word]]\nword = "Nachname"\ncategory = "none"\n'
    words = propose_words(text, "So heißt bei uns ein Feld der Technik", principal_for(head))
    return {name: {"number": words.number} for name in ("company_version", "company_toml")}


def of_notices(department: Department) -> Examples:
    """Return a notice with a published version, and a second one that lacks a point and awaits a decision."""
    steward, head = (factories.principal(role, department) for role in ("steward", "head"))
    what, about = cases.purpose(where=department, key="post"), told.notice(steward, department, "post")
    told.published(steward, head, about, told.draft(what))
    lacking = told.draft(what, words={"rights": ""}, recipients=["Agentur"])
    number = draft_version(steward, about, lacking).number
    propose_change(steward, about, number, True, "Die Agentur ist neu.")
    of_version = {"pk": about.pk, "number": number}
    return {
        **{key: {"pk": about.pk} for key in ("notice", "notice_draft")},
        **dict.fromkeys(("notice_assess", "notice_decide"), of_version),
        "notice_version": of_version | {"language": "de"},
    }


def ledger(dpo: User) -> Examples:
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
    stored = client.session
    # As after a sign-in by password just now: pages about the account ask for it anew otherwise
    stored["account_authentication_methods"] = [{"method": "password", "at": time(), "email": user.email}]
    stored.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def of_web() -> Examples:
    """Return examples of the frame's own addresses."""
    message = kept_message()
    return {name: {"message_id": message.id} for name in ("outbox_message", "outbox_download")}


def of_parties(people: dict[str, User], department: Department) -> Examples:
    """Return examples of addresses about people, departments and programs."""
    head, analyst = people["head"], people["analyst"]
    service, _secret = create_service(
        principal_for(head), head, "Auswertung", department, [Permission.CATALOG_READ]
    )
    invitation, token = invite(
        principal_for(people["administrator"]), people["administrator"], "neu@example.com", Role.AUDITOR
    )
    passkey = WebAuthn.add(people["administrator"], "Schlüsselbund", credential())
    of_client = ("client", "hand_over_client", "renew_client", "revoke_client")
    of_department = ("department", "close_department", "rename_department")
    of_person = ("person", "let_leave", "give_role")
    return {
        **{name: {"key": service.pk} for name in of_client},
        **{name: {"key": department.pk} for name in of_department},
        **{name: {"key": analyst.pk} for name in of_person},
        **{name: {"pk": passkey.instance.pk} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")},
        "create_service": {"department": department.pk},
        "take_role": {"key": analyst.pk, "membership": analyst.memberships.get().pk},
        "withdraw_invitation": {"key": invitation.pk},
        "join_link": {"token": token},
        "account_end_program": {"key": uuid4()},
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        # No directory is set up in the tests, so these lead nowhere
        "openid_connect_login": {"provider_id": "none"},
        "openid_connect_callback": {"provider_id": "none"},
    }


def of_sources(steward: User, department: Department) -> Examples:
    """Return examples of addresses about sources."""
    said = Connection(
        "Versand-Datenbank", "postgresql", "versand.example", 5432, "versand", "leser", password="x"
    )
    source = add_source(principal_for(steward), department, said)
    of_source = ("source", "source_change", "source_check", "source_retire")
    return {**{name: {"pk": source.pk} for name in of_source}, "source_add": {"kind": "postgresql"}}


def kept_message() -> OutboxMessage:
    """Send a message to the outbox."""
    link = "Bitte wählen Sie ein Passwort: http://localhost/konto/abc\n\nDer Link gilt drei Tage."
    Backend().send_messages([EmailMessage("Ihre Einladung", link, "catalog@localhost", ["kim@example.com"])])
    return OutboxMessage.objects.latest("sent_at")
