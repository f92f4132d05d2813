"""Who may give which role to whom, and what has to stay: decisions with their reason, nothing else."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from consent.parties.permissions import GIVEN, Permission, Role
from consent.parties.principals import Principal

# Whoever determines purposes and means, or runs the systems, cannot audit themselves (Art. 38(6) GDPR)
_NOT_BESIDE_DPO = frozenset({Role.ADMINISTRATOR, Role.REPRESENTATIVE, Role.HEAD})
_GIVEN_BY_HEAD = (Role.STEWARD, Role.ANALYST)


def why_not_give(giver: Principal, role: Role, department: UUID | None) -> str | None:
    """Return why the giver cannot give (or take) this role there, or None where they can."""
    if role.of_department != (department is not None):
        return _("This role needs a department.") if role.of_department else _("This role has no department.")
    if Permission.PEOPLE_MANAGE in giver.everywhere:
        return None
    if department is None or not giver.may(Permission.PEOPLE_MANAGE, department):
        return _("Only an administrator gives this role.")
    if role not in _GIVEN_BY_HEAD:
        return _(
            "A head of department gives the roles data steward and analyst; others need an administrator."
        )
    if not GIVEN[role] <= giver.within[department]:
        return _("Nobody can give rights that they do not hold.")
    return None


def roles_to_give(giver: Principal, department: UUID | None) -> list[Role]:
    """Return the roles that the giver can give there."""
    return [role for role in Role if why_not_give(giver, role, department) is None]


def why_not_beside(role: Role, held: Collection[Role]) -> str | None:
    """Return why somebody who holds these roles cannot get this one too, or None where they can."""
    beside = set(held) | {role}
    if Role.DPO in beside and beside & _NOT_BESIDE_DPO:
        return _(
            "A data protection officer cannot also be administrator, representative or head of a department: "
            "they would supervise themselves (Art. 38(6) GDPR)."
        )
    return None
