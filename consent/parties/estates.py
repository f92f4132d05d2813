"""What of this part belongs to a person: the lead of a department, and programs of the API."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.parties import policy
from consent.parties.models import Client, Department, Membership, User
from consent.parties.ownership import Estate, Hold, Refused, register_estate, register_hold
from consent.parties.permissions import Role
from consent.parties.principals import Principal
from consent.parties.rights import principal_for


def register() -> None:
    """Make them known, once, when the app is loaded."""
    register_estate(Estate("department_lead", gettext_lazy("lead of departments"), _count_leads, _pass_leads))
    register_estate(Estate("api_client", gettext_lazy("API clients"), _count_clients, _pass_clients))
    register_hold(Hold(gettext_lazy("API clients"), _clients_in))


def may_answer_for(taker: Principal, client: Client) -> bool:
    """Say whether the taker manages programs where this one belongs."""
    from consent.parties.permissions import Permission

    if client.department_id is None:
        return Permission.CLIENT_MANAGE in taker.everywhere
    return taker.may(Permission.CLIENT_MANAGE, client.department_id)


def _sole_leads(user: User) -> list[Membership]:
    """Return the person's head roles in open departments that have no other head."""
    mine = user.memberships.filter(role=Role.HEAD, department__closed_at=None).select_related("department")
    shared = set(
        Membership.objects.filter(role=Role.HEAD, user__is_active=True)
        .exclude(user=user)
        .values_list("department_id", flat=True)
    )
    return [membership for membership in mine if membership.department_id not in shared]


def _count_leads(user: User) -> int:
    return len(_sole_leads(user))


def _pass_leads(giver: User, taker: User) -> int:
    from consent.parties.services import add_membership, roles_of

    leads = _sole_leads(giver)
    if leads and (refusal := policy.why_not_beside(Role.HEAD, roles_of(taker))):
        raise Refused(refusal)
    for lead in leads:
        add_membership(None, taker, Role.HEAD, lead.department)
    return len(leads)


def _count_clients(user: User) -> int:
    return Client.objects.filter(responsible=user, revoked_at=None).count()


def _pass_clients(giver: User, taker: User) -> int:
    clients = list(Client.objects.select_for_update().filter(responsible=giver, revoked_at=None))
    principal = principal_for(taker)
    if not all(may_answer_for(principal, client) for client in clients):
        raise Refused(
            _("The successor cannot answer for all API clients: they need the role to manage them.")
        )
    Client.objects.filter(id__in=[client.id for client in clients]).update(responsible=taker)
    return len(clients)


def _clients_in(department: Department) -> int:
    return Client.objects.filter(department=department, revoked_at=None).count()
