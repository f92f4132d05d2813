"""API access: programs, their rights, their secret once, revoke and hand over."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.web import confirm
from config.web.paging import page_of
from consent.parties import clients as service
from consent.parties.forms import ApplicationForm, ServiceForm, SuccessorForm
from consent.parties.models import Client, Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, user_of, visible, visible_or_404
from consent.parties.rights import service_rights


@needs(Permission.CLIENT_MANAGE)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """List the programs of the departments that the reader manages, or all."""
    principal = principal_of(request)
    rows = _seen(principal).select_related("department", "responsible")
    return render(
        request,
        "parties/clients.html",
        {
            "page": page_of(rows, ("sort_name", "id"), request.GET.get("cursor")),
            "departments": _places(principal),
            "may_register": Permission.CLIENT_MANAGE in principal.everywhere,
        },
    )


@needs(Permission.CLIENT_MANAGE)
@require_safe
def client(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a program: what it was given, what is left of that, who answers for it."""
    return _show(request, _found(request, key))


@needs(Permission.CLIENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_service(request: HttpRequest, department: UUID) -> HttpResponse:
    """Create a service of a department."""
    principal = principal_of(request)
    place = visible_or_404(
        Department.objects.filter(closed_at=None), principal, Permission.CLIENT_MANAGE, "id", id=department
    )
    form = ServiceForm(service.rights_to_grant(principal, place.id), request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = [Permission(one) for one in form.cleaned_data["permissions"]]
        try:
            made, secret = service.create_service(
                principal, user_of(request), form.cleaned_data["name"], place, granted
            )
            return _show(request, made, secret)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "parties/service_form.html", {"form": form, "department": place})


@needs(Permission.CLIENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_application(request: HttpRequest) -> HttpResponse:
    """Register an application that people sign in to."""
    principal = principal_of(request)
    if Permission.CLIENT_MANAGE not in principal.everywhere:
        raise PermissionDenied(_("Only an administrator registers applications that people sign in to."))
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, secret = service.create_application(
                principal, user_of(request), given["name"], given["redirect_uris"], public=given["public"]
            )
            return _show(request, made, secret)
        except Refused as refused:
            form.add_error("redirect_uris", str(refused))
    return render(request, "parties/application_form.html", {"form": form})


@needs(Permission.CLIENT_MANAGE)
@require_POST
def renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a program a new secret, after saying that the old one ends."""
    found = _found(request, key)
    if not confirm.confirmed(request):
        step = confirm.Step(
            title=_("New secret for %(client)s?") % {"client": found},
            sentence=_("The present secret and all tokens made with it end at once."),
            button=_("Make a new secret"),
            back=request.path.removesuffix("renew/"),
        )
        return confirm.ask(request, step)
    try:
        return _show(request, found, service.renew_secret(principal_of(request), found))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("client", found.id)


@needs(Permission.CLIENT_MANAGE)
@require_POST
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a program's access, after asking once."""
    found = _found(request, key)
    if not confirm.confirmed(request):
        step = confirm.Step(
            title=_("Revoke %(client)s?") % {"client": found},
            sentence=_("Its secret and all its tokens end at once, for good."),
            button=_("Revoke"),
            back=request.path.removesuffix("revoke/"),
        )
        return confirm.ask(request, step)
    try:
        service.revoke(principal_of(request), found)
        messages.success(request, _("The program has no access any more."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("client", found.id)


@needs(Permission.CLIENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make somebody else answer for a program."""
    found = _found(request, key)
    form = SuccessorForm(found.responsible, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.hand_over_client(principal_of(request), found, form.cleaned_data["successor"])
            return redirect("client", found.id)
        except Refused as refused:
            form.add_error("successor", str(refused))
    return render(request, "parties/client_hand_over.html", {"form": form, "client": found})


def _seen(principal: Principal) -> QuerySet[Client]:
    if Permission.CLIENT_MANAGE in principal.everywhere:
        return Client.objects.all()
    return Client.objects.filter(department__in=principal.departments(Permission.CLIENT_MANAGE))


def _places(principal: Principal) -> QuerySet[Department]:
    rows = Department.objects.filter(closed_at=None).order_by("sort_name")
    return visible(rows, principal, Permission.CLIENT_MANAGE, "id")


def _found(request: HttpRequest, key: UUID) -> Client:
    rows = _seen(principal_of(request)).select_related("department", "responsible", "application")
    return get_object_or_404(rows, id=key)


def _show(request: HttpRequest, found: Client, secret: str | None = None) -> HttpResponse:
    left = service_rights(found) if found.runs else frozenset()
    rights = [(name, Permission(name) in left) for name in found.permissions]
    token_url = request.build_absolute_uri("/oauth/token/")
    context = {"client": found, "secret": secret, "rights": rights, "token_url": token_url}
    return render(request, "parties/client.html", context)
