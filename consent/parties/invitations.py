"""Coming in: invitations by mail, and the first administrator's link on the console."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties import evidence_kinds, policy
from consent.parties.actors import actor_id
from consent.parties.models import Department, Invitation, Membership, User
from consent.parties.ownership import Refused
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.services import add_membership

FIRST_LINK_HOURS = 24


def hash_of(token: str) -> str:
    """Return what is stored of a link's token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    inviter: Principal, user: User, email: str, role: Role, department: Department | None = None
) -> tuple[Invitation, str]:
    """Invite an address; returns the invitation and its token, which is stored nowhere. Raises Refused."""
    refusal = policy.why_not_give(inviter, role, department.id if department else None)
    if refusal is None and User.objects.filter(email__iexact=email, is_active=True).exists():
        refusal = _("This person is here already: give them the role on their page.")
    if refusal is None and department is not None and department.closed_at is not None:
        refusal = _("This department is closed.")
    if refusal:
        raise Refused(refusal)
    _withdraw_open(email)
    return _new(email.lower(), role, department, user, timedelta(days=settings.INVITATION_DAYS))


@transaction.atomic
def first_administrator_link(*, force: bool = False) -> str:
    """Return the token of a link that makes the first administrator. Raises Refused where there is one."""
    if not force and Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        raise Refused(_("There is an administrator already; --force prints a link all the same."))
    _withdraw_open("")
    return _new("", Role.ADMINISTRATOR, None, None, timedelta(hours=FIRST_LINK_HOURS))[1]


@transaction.atomic
def withdraw(actor: Principal, invitation: Invitation) -> None:
    """Make an open invitation's link useless. Raises Refused."""
    refusal = policy.why_not_give(actor, Role(invitation.role), invitation.department_id)
    if refusal or not invitation.is_open:
        raise Refused(refusal or _("This invitation is not open any more."))
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(
        evidence_kinds.INVITATION_WITHDRAWN,
        actor=actor.actor,
        payload={"invitation": invitation.id},
    )


def find(token_hash: str) -> Invitation | None:
    """Return the open invitation behind a link, or None for one that does not work (any more)."""
    found = (
        Invitation.objects.filter(token_hash=token_hash).select_related("department", "invited_by").first()
    )
    return found if found is not None and found.is_open else None


@transaction.atomic
def accept(token_hash: str, *, name: str, email: str, password: str, language: str = "de") -> User:
    """Make the invited person a member; the link works once. Raises Refused."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash).first()
    if invitation is None or not invitation.is_open:
        raise Refused(_("This link has been used or has expired. Ask for a new invitation."))
    user = _returning_or_new((invitation.email or email).lower(), name, language)
    user.set_password(password)
    user.save()
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    _confirm_address(user)
    record(
        evidence_kinds.JOINED,
        actor=actor_id(user),
        payload={"person": actor_id(user), "invitation": invitation.id},
    )
    inviter = actor_id(invitation.invited_by) if invitation.invited_by else None
    add_membership(inviter, user, Role(invitation.role), invitation.department)
    return user


def add_person(email: str, name: str, password: str | None = None, **more: object) -> User:
    """Make a person whose address is known to work, without a role."""
    user = User.objects.create_user(email, password, name=name, **more)
    _confirm_address(user)
    return user


def _returning_or_new(email: str, name: str, language: str) -> User:
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is not None and user.is_active:
        raise Refused(_("There is an account with this address already: sign in."))
    user = user or User(email=email)
    user.name, user.language, user.is_active, user.left_at = name, language, True, None
    return user


def _confirm_address(user: User) -> None:
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _withdraw_open(email: str) -> None:
    """A new link makes the older ones for the same address useless."""
    Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )


def _new(
    email: str, role: Role, department: Department | None, inviter: User | None, valid: timedelta
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email,
        role=role.value,
        department=department,
        invited_by=inviter,
        token_hash=hash_of(token),
        expires_at=clock.now() + valid,
    )
    record(
        evidence_kinds.INVITED,
        actor=actor_id(inviter) if inviter else None,
        payload={
            "invitation": made.id,
            "role": Code(role.value),
            "department": department.id if department else None,
        },
    )
    return made, token
