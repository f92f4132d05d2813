"""Programs that use the API: create, renew the secret, hand over, revoke."""

import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import Application

from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties import access_end, evidence_kinds
from consent.parties.actors import actor_id
from consent.parties.estates import may_answer_for
from consent.parties.models import Client, Department, User
from consent.parties.ownership import Refused
from consent.parties.permissions import FOR_SERVICES, Permission
from consent.parties.principals import Principal, require
from consent.parties.rights import principal_for


def rights_to_grant(principal: Principal, department: UUID) -> list[Permission]:
    """Return what the principal may grant a service of that department: never more than they hold."""
    return sorted(right for right in FOR_SERVICES if principal.may(right, department))


@transaction.atomic
def create_service(
    principal: Principal, user: User, name: str, department: Department, permissions: Iterable[Permission]
) -> tuple[Client, str]:
    """Create a service of a department; returns it and its secret, which is stored as a hash only."""
    require(principal, Permission.CLIENT_MANAGE, department.id)
    granted = set(permissions)
    if department.closed_at is not None:
        raise Refused(_("This department is closed."))
    if not granted or not granted <= set(rights_to_grant(principal, department.id)):
        raise Refused(_("Choose at least one right; nobody can give rights that they do not hold."))
    application, secret = _application(user, name, Application.GRANT_CLIENT_CREDENTIALS)
    client = Client.objects.create(
        name=name,
        kind=Client.Kind.SERVICE,
        application=application,
        department=department,
        permissions=sorted(granted),
        responsible=user,
    )
    _record_created(principal.actor, client)
    return client, secret


@transaction.atomic
def create_application(
    principal: Principal, user: User, name: str, redirect_uris: str, *, public: bool
) -> tuple[Client, str | None]:
    """Register an application that people sign in to; a public one (a notebook, a tool) has no secret."""
    if Permission.CLIENT_MANAGE not in principal.everywhere:
        raise Refused(_("Only an administrator registers applications that people sign in to."))
    application, secret = _application(
        user, name, Application.GRANT_AUTHORIZATION_CODE, redirect_uris, public=public
    )
    client = Client.objects.create(
        name=name, kind=Client.Kind.PEOPLE, application=application, responsible=user
    )
    _record_created(principal.actor, client)
    return client, None if public else secret


@transaction.atomic
def renew_secret(principal: Principal, client: Client) -> str:
    """Give a program a new secret; the old one and every token made with it end."""
    application = _running(principal, client)
    if application.client_type == Application.CLIENT_PUBLIC:
        raise Refused(_("A public application has no secret."))
    secret = _secret()
    application.client_secret = secret
    application.save()
    access_end.end_client_tokens(client)
    _record(evidence_kinds.CLIENT_SECRET_RENEWED, principal.actor, client)
    return secret


@transaction.atomic
def revoke(principal: Principal, client: Client) -> None:
    """End a program's access for good."""
    application = _running(principal, client)
    client.application, client.revoked_at = None, clock.now()
    client.save(update_fields=["application", "revoked_at"])
    application.delete()
    _record(evidence_kinds.CLIENT_REVOKED, principal.actor, client)


@transaction.atomic
def hand_over_client(principal: Principal, client: Client, taker: User) -> None:
    """Make somebody else responsible; the program then has at most the taker's rights. Raises Refused."""
    _running(principal, client)
    if not taker.is_active or not may_answer_for(principal_for(taker), client):
        raise Refused(_("Only somebody who may manage API clients there can answer for this one."))
    giver = client.responsible
    client.responsible = taker
    client.save(update_fields=["responsible"])
    record(
        evidence_kinds.CLIENT_HANDED_OVER,
        actor=principal.actor,
        payload={"client": client.id, "giver": actor_id(giver), "taker": actor_id(taker)},
    )


def _running(principal: Principal, client: Client) -> Application:
    if not may_answer_for(principal, client):
        raise Refused(_("Your role does not allow this."))
    if client.application is None:
        raise Refused(_("This API client has been revoked."))
    return client.application


def _application(
    user: User, name: str, grant: str, redirect_uris: str = "", *, public: bool = False
) -> tuple[Application, str]:
    secret = _secret()
    application = Application(
        name=name,
        user=None,
        authorization_grant_type=grant,
        client_type=Application.CLIENT_PUBLIC if public else Application.CLIENT_CONFIDENTIAL,
        redirect_uris=redirect_uris,
        client_secret=secret,
        hash_client_secret=True,
    )
    if astray := [uri for uri in redirect_uris.split() if not _leads_to_safety(uri)]:
        words = _("Only https, or http on the person's own machine (http://127.0.0.1:…): %(address)s")
        raise Refused(words % {"address": astray[0]})
    try:
        application.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    application.save()
    return application, secret


def _leads_to_safety(uri: str) -> bool:
    """Say whether a code sent there stays secret: encrypted on the way, or never leaving the machine."""
    parts = urlsplit(uri)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    )


def _secret() -> str:
    """256 random bits: no dictionary holds it, so guessing needs no further limit."""
    return secrets.token_urlsafe(32)


def _record(kind: str, actor: UUID, client: Client) -> None:
    record(kind, actor=actor, payload={"client": client.id})


def _record_created(actor: UUID, client: Client) -> None:
    record(
        evidence_kinds.CLIENT_CREATED,
        actor=actor,
        payload={"client": client.id, "form": Code(client.kind), "department": client.department_id},
    )
