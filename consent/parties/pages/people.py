"""People: list, one person, invite, give and take roles, let leave."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.web import confirm
from config.web.filters import filter_of
from config.web.paging import page_of
from config.web.sorting import sort_of
from consent.parties import invitations, ownership, policy, services
from consent.parties.forms import InviteForm, RoleForm, SuccessorForm
from consent.parties.mails import send_invitation
from consent.parties.models import Invitation, Membership, User
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission, Role
from consent.parties.principals import (
    Principal,
    needs,
    principal_of,
    require,
    user_of,
    visible,
    visible_or_404,
)

_ORDERS = {"name": ("sort_name", "id"), "joined": ("joined_at", "id")}


@needs(Permission.PEOPLE_READ)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the departments that the reader may see, or all."""
    principal = principal_of(request)
    role = filter_of(request, "role", _("Role"), [(one.value, one.word) for one in Role])
    state = filter_of(request, "state", _("State"), [("here", _("has access")), ("left", _("left"))])
    sort = sort_of(request, _ORDERS, "name")
    rows = people_seen(principal)
    if role.values:
        rows = rows.filter(memberships__role__in=role.values)
    if len(state.values) == 1:
        rows = rows.filter(is_active=state.values == ["here"])
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(name__icontains=words) | rows.filter(email__icontains=words)
    held = Prefetch("memberships", Membership.objects.select_related("department").order_by("role"))
    page = page_of(rows.distinct().prefetch_related(held), sort.ordering, request.GET.get("cursor"))
    open_ones = visible(Invitation.objects.all(), principal, Permission.PEOPLE_MANAGE)
    return render(
        request,
        "parties/people.html",
        {
            "page": page,
            "sort": sort,
            "filters": [role, state],
            "invitations": [one for one in open_ones.select_related("department") if one.is_open],
            "may_invite": principal.may(Permission.PEOPLE_MANAGE),
        },
    )


@needs(Permission.PEOPLE_READ)
@require_safe
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a person, their roles, and what they own."""
    return _show(request, key)


@needs(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody as something."""
    principal = principal_of(request)
    form = InviteForm(principal, request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invitation, token = invitations.invite(
                principal, user_of(request), given["email"], Role(given["role"]), given["department"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            send_invitation(request, invitation, token)
            messages.success(request, _("The invitation is on its way."))
            return redirect("people")
    return render(request, "parties/invite.html", {"form": form})


@needs(Permission.PEOPLE_MANAGE)
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an open invitation."""
    principal = principal_of(request)
    invitation = visible_or_404(Invitation.objects.all(), principal, Permission.PEOPLE_MANAGE, id=key)
    try:
        invitations.withdraw(principal, invitation)
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("people")


@needs(Permission.PEOPLE_MANAGE)
@require_POST
def give(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a person a role."""
    principal = principal_of(request)
    user = _seen_or_404(principal, key)
    form = RoleForm(principal, request.POST)
    if form.is_valid():
        try:
            services.give_role(
                principal, user, Role(form.cleaned_data["role"]), form.cleaned_data["department"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is given."))
            return redirect("person", user.id)
    return _show(request, key, form)


@needs(Permission.PEOPLE_MANAGE)
@require_POST
def take(request: HttpRequest, key: UUID, membership: UUID) -> HttpResponse:
    """Take a role away."""
    principal = principal_of(request)
    user = _seen_or_404(principal, key)
    held = get_object_or_404(user.memberships.select_related("user", "department"), id=membership)
    if held.department_id is not None:
        require(principal, Permission.PEOPLE_MANAGE, held.department_id)
    try:
        services.take_role(principal, held)
        messages.success(request, _("The role is taken away; it ends at once."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("person", user.id) if _seen(principal, key) else redirect("people")


@needs(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def let_leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a person leave; an administrator does that, everybody for themselves under My account."""
    principal = principal_of(request)
    if Permission.PEOPLE_MANAGE not in principal.everywhere:
        raise PermissionDenied(_("Only an administrator lets somebody leave."))
    user = get_object_or_404(User, id=key, is_active=True)
    return leave_page(request, user, back="person")


def leave_page(request: HttpRequest, user: User, back: str) -> HttpResponse:
    """Ask for a successor where one is needed, then let the person leave."""
    principal, owned = principal_of(request), ownership.owned_by(user)
    form = SuccessorForm(user, request.POST or None, required=bool(owned))
    if request.method == "POST" and form.is_valid() and confirm.confirmed(request):
        try:
            services.leave(principal.actor, user, form.cleaned_data["successor"] if owned else None)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("%(name)s has left: sessions, tokens and roles have ended.") % {"name": user}
            )
            return redirect("people") if user != request.user else redirect("account_login")
    context = {"person": user, "owned": owned, "form": form, "is_self": user == request.user, "back": back}
    return render(request, "parties/leave.html", context)


def people_seen(principal: Principal) -> QuerySet[User]:
    """Return the people whom the principal may see."""
    return visible(
        User.objects.exclude(name=""), principal, Permission.PEOPLE_READ, "memberships__department"
    )


def _seen(principal: Principal, key: UUID) -> bool:
    return people_seen(principal).filter(id=key).exists()


def _seen_or_404(principal: Principal, key: UUID) -> User:
    return get_object_or_404(people_seen(principal).distinct(), id=key)


def _show(request: HttpRequest, key: UUID, form: RoleForm | None = None) -> HttpResponse:
    principal = principal_of(request)
    user = _seen_or_404(principal, key)
    held = [
        {"row": row, "may_take": policy.why_not_give(principal, Role(row.role), row.department_id) is None}
        for row in user.memberships.select_related("department").order_by("role")
    ]
    may_manage = principal.may(Permission.PEOPLE_MANAGE) and user.is_active and user != request.user
    return render(
        request,
        "parties/person.html",
        {
            "person": user,
            "held": held,
            "owned": ownership.owned_by(user),
            "form": form or (RoleForm(principal) if may_manage else None),
            "may_leave": Permission.PEOPLE_MANAGE in principal.everywhere and user.is_active,
        },
        status=400 if form else 200,
    )
