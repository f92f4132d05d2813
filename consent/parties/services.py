"""What can be done with people: give and take roles, hand over what they own, let them leave."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties import access_end, evidence_kinds, ownership, policy
from consent.parties.actors import actor_id, end_actor_id
from consent.parties.models import Department, Membership, User
from consent.parties.ownership import Refused
from consent.parties.permissions import Role
from consent.parties.principals import Principal


@transaction.atomic
def give_role(giver: Principal, user: User, role: Role, department: Department | None = None) -> Membership:
    """Give the person a role. Raises Refused with the reason where that is not possible."""
    _lock(user)
    refusal = policy.why_not_give(giver, role, department.id if department else None)
    if refusal is None and giver.actor == actor_id(user):
        refusal = _("Nobody gives a role to themselves; ask somebody else who may.")
    if refusal is None and not user.is_active:
        refusal = _("This person has left.")
    if refusal is None and department is not None and department.closed_at is not None:
        refusal = _("This department is closed.")
    if refusal := refusal or policy.why_not_beside(role, roles_of(user)):
        raise Refused(refusal)
    return add_membership(giver.actor, user, role, department)


def add_membership(actor: UUID | None, user: User, role: Role, department: Department | None) -> Membership:
    """Write the role and its evidence; whoever calls has decided that it may be given."""
    membership, made = Membership.objects.get_or_create(user=user, role=role.value, department=department)
    if made:
        _record_role(evidence_kinds.ROLE_GIVEN, actor, membership)
    return membership


@transaction.atomic
def take_role(taker: Principal, membership: Membership) -> None:
    """Take a role away. Raises Refused where that is not theirs to do or somebody must keep it."""
    _lock(membership.user)
    refusal = policy.why_not_give(taker, Role(membership.role), membership.department_id)
    if refusal := refusal or why_it_must_stay(membership):
        raise Refused(refusal)
    remove_membership(taker.actor, membership)


def remove_membership(actor: UUID | None, membership: Membership) -> None:
    """Delete the role and record it; whoever calls has decided that it may go."""
    _record_role(evidence_kinds.ROLE_REMOVED, actor, membership)
    membership.delete()


def why_it_must_stay(membership: Membership) -> str | None:
    """Return why this role cannot be taken away: the last administrator, the last head of a department."""
    rivals = Membership.objects.select_for_update().filter(
        role=membership.role, department=membership.department_id, user__is_active=True
    )
    others = [rival for rival in rivals if rival.user_id != membership.user_id]
    if others:
        return None
    if membership.role == Role.ADMINISTRATOR:
        return _("This is the last administrator: make somebody else administrator first.")
    if membership.role == Role.HEAD:
        return _("This is the department's last head: name a successor first.")
    return None


@transaction.atomic
def hand_over(actor: UUID, giver: User, taker: User) -> None:
    """Pass everything that the giver owns to the taker. Raises Refused."""
    _lock(giver, taker)
    if not taker.is_active or giver == taker:
        raise Refused(_("The successor must be somebody else who has not left."))
    for estate, _count in ownership.owned_by(giver):
        count = estate.pass_on(giver, taker)
        record(
            evidence_kinds.HANDED_OVER,
            actor=actor,
            payload={
                "giver": actor_id(giver),
                "taker": actor_id(taker),
                "estate": Code(estate.key),
                "count": count,
            },
        )


@transaction.atomic
def leave(actor: UUID, user: User, successor: User | None = None) -> None:
    """Let a person leave: what they own passes on, access ends at once, roles go, the actor id ends."""
    _lock(user)
    if successor is not None:
        hand_over(actor, user, successor)
    if owned := ownership.owned_by(user):
        named = ", ".join(f"{estate.label} ({count})" for estate, count in owned)
        raise Refused(_("Name a successor first; still owned: %(owned)s.") % {"owned": named})
    for membership in user.memberships.select_related("user", "department"):
        if refusal := why_it_must_stay(membership):
            raise Refused(refusal)
        remove_membership(actor, membership)
    record(evidence_kinds.LEFT, actor=actor, payload={"person": actor_id(user)})
    user.is_active, user.left_at = False, clock.now()
    user.set_unusable_password()
    user.save(update_fields=["is_active", "left_at", "password"])
    end_actor_id(user)
    access_end.end_sessions(user)
    access_end.end_tokens(user)


def roles_of(user: User) -> set[Role]:
    """Return the roles that the person holds anywhere."""
    return {Role(role) for role in user.memberships.values_list("role", flat=True)}


def _lock(*users: User) -> None:
    """Make changes to these people wait for each other."""
    list(User.objects.select_for_update().filter(id__in=[user.id for user in users]).order_by("id"))


def _record_role(kind: str, actor: UUID | None, membership: Membership) -> None:
    record(
        kind,
        actor=actor,
        payload={
            "person": actor_id(membership.user),
            "role": Code(membership.role),
            "department": membership.department_id,
        },
    )
