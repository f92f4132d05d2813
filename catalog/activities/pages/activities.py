"""The departments' processing activities: the list, one, describe, change, end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.activities.forms import (
    ActivityForm,
    DepartmentForm,
    RecipientForms,
    activity_initial,
)
from catalog.activities.models import ProcessingActivity, Recipient
from catalog.activities.services.describing import change_activity, describe_activity, end_activity
from catalog.activities.versions import history_of
from catalog.fields.services.problems import NotPossible
from config.checks.countries import where_the_gdpr_is_law
from config.web import confirm
from config.web.filters import filter_of
from config.web.paging import page_of
from config.web.sorting import sort_of
from consent.law import clock
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, require, visible, visible_or_404

ORDERS = {"name": ("sort_name", "id"), "department": ("department__sort_name", "sort_name", "id")}


@require_safe
@needs(Permission.ACTIVITY_SEE)
def activities(request: HttpRequest) -> HttpResponse:
    """List the running activities with what they lack."""
    principal = principal_of(request)
    mine = visible(_rows().filter(ended_at=None), principal, Permission.ACTIVITY_SEE)
    places = mine.order_by("department__sort_name").values_list("department", "department__name")
    counted = [(str(pk), name, number) for pk, name, number in places.annotate(Count("pk", distinct=True))]
    chosen = filter_of(request, "department", _("Department"), counted)
    found = mine.filter(department__in=[UUID(one) for one in chosen.values]) if chosen.values else mine
    sort = sort_of(request, ORDERS, "department")
    context = {
        "filters": [chosen],
        "sort": sort,
        "page": page_of(_counted(found), sort.ordering, request.GET.get("cursor")),
        "total": mine.count(),
        "lacking": _counted(mine).filter(_LACKS).count(),
        "may_edit": principal.may(Permission.ACTIVITY_EDIT),
    }
    return render(request, "activities/activities.html", context)


@require_safe
@needs(Permission.ACTIVITY_SEE)
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one activity, what it lacks, and how it was described before."""
    principal = principal_of(request)
    found = visible_or_404(_rows(), principal, Permission.ACTIVITY_SEE, pk=pk)
    home = where_the_gdpr_is_law(clock.now().date())
    context = {
        "activity": found,
        "rule": getattr(found, "retention", None),
        "purposes": found.purposes.order_by("key"),
        "collections": found.collections.select_related("source").order_by("source__name", "sort_name"),
        "recipients": [
            (one, bool(one.country) and one.country not in home) for one in found.recipients.order_by("name")
        ],
        "findings": found.findings.filter(state="open")
        if principal.may(Permission.FINDING_READ, found.department_id)
        else [],
        "history": history_of(found),
        "may_edit": found.ended_at is None and principal.may(Permission.ACTIVITY_EDIT, found.department_id),
    }
    return render(request, "activities/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACTIVITY_EDIT)
def activity_new(request: HttpRequest) -> HttpResponse:
    """Ask for the department where there are several, then for the activity."""
    principal = principal_of(request)
    where = DepartmentForm(principal, _department_asked(request, principal))
    if not where.is_valid():
        return render(request, "activities/department.html", {"form": where})
    department: Department = where.cleaned_data["department"]
    collection = request.GET.get("collection")
    initial = {"collections": [collection]} if collection else {}
    return _form_page(request, principal, department, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACTIVITY_EDIT)
def activity_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an activity; what was said before is kept."""
    principal = principal_of(request)
    found = _editable(principal, pk)
    return _form_page(request, principal, found.department, found, activity_initial(found))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACTIVITY_EDIT)
def activity_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an activity, after saying what that leaves unknown."""
    principal = principal_of(request)
    found = _editable(principal, pk)
    if confirm.confirmed(request):
        try:
            end_activity(principal, found)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The activity has ended. What was said of it is kept."))
        return redirect("activity", pk=pk)
    step = confirm.Step(
        title=_("End %(name)s?") % {"name": found},
        sentence=_("Its tables and files belong to no activity then, unless to another one."),
        button=_("End the activity"),
        back=request.path.removesuffix("end/"),
        facts=[(_("Tables and files"), str(found.links.count()))],
    )
    return confirm.ask(request, step)


def _form_page(
    request: HttpRequest, principal: Principal, department: Department, found: ProcessingActivity | None,
    initial: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    form = ActivityForm(principal, found, sent, initial=initial)
    held = list(found.recipients.order_by("name").values("name", "role", "country")) if found else []
    recipients = RecipientForms(sent, initial=held, prefix="recipients")
    if sent is not None and form.is_valid() and recipients.is_valid():
        said = form.description([one for row in recipients if (one := row.receiver())])
        try:
            if found is None:
                made = describe_activity(principal, department, said)
            else:
                made = change_activity(principal, found, said, form.cleaned_data["seen"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The activity is described; what it lacks is found anew."))
            return redirect("activity", pk=made.pk)
    context = {"form": form, "recipients": recipients, "activity": found, "department": department}
    return render(request, "activities/form.html", context)


def _department_asked(request: HttpRequest, principal: Principal) -> dict[str, str] | None:
    """Return the department that the address names, or the only one that there is to choose."""
    named = request.GET.get("department") or request.POST.get("department")
    if named is None:
        own = list(DepartmentForm(principal).fields["department"].queryset[:2])  # type: ignore[attr-defined]
        named = str(own[0].pk) if len(own) == 1 else None
    return {"department": named} if named else None


def _editable(principal: Principal, pk: UUID) -> ProcessingActivity:
    found: ProcessingActivity = visible_or_404(_rows(), principal, Permission.ACTIVITY_SEE, pk=pk)
    require(principal, Permission.ACTIVITY_EDIT, found.department_id)
    if found.ended_at is not None:
        raise Http404
    return found


_LACKS = Q(purpose_count=0) | Q(retention=None) | Q(homeless=True) | Q(collection_count=0)


def _counted(rows: QuerySet[ProcessingActivity]) -> QuerySet[ProcessingActivity]:
    homeless = Recipient.objects.filter(activity=OuterRef("pk"), country="")
    return rows.annotate(
        purpose_count=Count("purposes", distinct=True),
        collection_count=Count("links", distinct=True),
        recipient_count=Count("recipients", distinct=True),
        homeless=Exists(homeless),
    )


def _rows() -> QuerySet[ProcessingActivity]:
    return ProcessingActivity.objects.select_related("department", "retention__start")
