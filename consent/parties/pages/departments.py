"""Departments: list, one of them, create, rename, close."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.web import confirm
from config.web.paging import page_of
from consent.parties import departments as service
from consent.parties import ownership
from consent.parties.forms import DepartmentForm
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, visible, visible_or_404


@needs(Permission.PEOPLE_READ)
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """List departments with how many people they have, and whether somebody leads them."""
    principal = principal_of(request)
    rows = visible(Department.objects.all(), principal, Permission.PEOPLE_READ, "id").annotate(
        people=Count("memberships__user", distinct=True),
        heads=Count("memberships", filter=Q(memberships__role="head")),
    )
    page = page_of(rows, ("sort_name", "id"), request.GET.get("cursor"))
    return render(request, "parties/departments.html", {"page": page, "may_manage": _may(principal)})


@needs(Permission.PEOPLE_READ)
@require_safe
def department(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a department and its people."""
    principal = principal_of(request)
    found = _found(principal, key)
    return render(
        request,
        "parties/department.html",
        {
            "department": found,
            "members": found.memberships.select_related("user").order_by("role", "user__sort_name"),
            "may_manage": _may(principal) and found.closed_at is None,
            "may_invite": principal.may(Permission.PEOPLE_MANAGE, found.id) and found.closed_at is None,
        },
    )


@needs(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Create a department."""
    principal = _administrator(request)
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.create_department(principal.actor, form.cleaned_data["name"])
            return redirect("department", made.id)
        except Refused as refused:
            form.add_error("name", str(refused))
    return render(request, "parties/department_form.html", {"form": form})


@needs(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a department another name."""
    principal = _administrator(request)
    found = _found(principal, key)
    form = DepartmentForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            service.rename_department(principal.actor, found, form.cleaned_data["name"])
            return redirect("department", found.id)
        except Refused as refused:
            form.add_error("name", str(refused))
    return render(request, "parties/department_form.html", {"form": form, "department": found})


@needs(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close a department, after saying what that ends."""
    principal = _administrator(request)
    found = _found(principal, key)
    if confirm.confirmed(request):
        try:
            service.close_department(principal.actor, found)
            messages.success(request, _("The department is closed; the roles in it have ended."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("department", found.id)
    held = [(hold.label, str(count)) for hold, count in ownership.holding(found)]
    return confirm.ask(
        request,
        confirm.Step(
            title=_("Close %(department)s?") % {"department": found},
            sentence=_("All roles in the department end. What is listed here has to be handed on before."),
            button=_("Close the department"),
            back=request.path.removesuffix("close/"),
            facts=[(_("Roles that end"), str(found.memberships.count())), *held],
        ),
    )


def _may(principal: Principal) -> bool:
    return Permission.PEOPLE_MANAGE in principal.everywhere


def _administrator(request: HttpRequest) -> Principal:
    principal = principal_of(request)
    if not _may(principal):
        raise PermissionDenied(_("Only an administrator changes departments."))
    return principal


def _found(principal: Principal, key: UUID) -> Department:
    found: Department = visible_or_404(
        Department.objects.all(), principal, Permission.PEOPLE_READ, "id", id=key
    )
    return found
