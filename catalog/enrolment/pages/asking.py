"""Questions about people: the list of a source, one question with the rows of each, the answer and its undoing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.enrolment.services.settling import people_of, questions, reopen, settle
from catalog.fields.services.problems import NotPossible
from catalog.sources.models import Source
from catalog.sources.pages.reading import source_or_404
from config.web.paging import page_of
from consent.parties.actors import names_of
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require
from consent.subjects.models import Answer


@require_safe
@needs(Permission.SUBJECT_JOIN)
def people_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List the questions of a source, the open ones or the settled ones."""
    principal = principal_of(request)
    source = source_or_404(principal, pk)
    require(principal, Permission.SUBJECT_JOIN, source.department_id)
    settled = request.GET.get("state") == "settled"
    rows = questions(principal, source)
    context = {
        "source": source,
        "settled": settled,
        "open_count": rows.filter(settled_at=None).count(),
        "settled_count": rows.exclude(settled_at=None).count(),
        "page": page_of(rows.filter(settled_at__isnull=not settled), ("id",), request.GET.get("cursor")),
    }
    return render(request, "enrolment/questions.html", context)


@require_safe
@needs(Permission.SUBJECT_JOIN)
def people_question(request: HttpRequest, number: int) -> HttpResponse:
    """Show who may be one person, and let a steward say so."""
    principal = principal_of(request)
    found = get_object_or_404(questions(principal), pk=number)
    people = people_of(principal, found)
    context = {
        "question": found,
        "source": Source.objects.select_related("department").get(pk=found.source),
        "people": people,
        "gone": len(found.handles) - len(people),
        "who": names_of([found.settled_by]).get(found.settled_by) if found.settled_by else None,
    }
    return render(request, "enrolment/question.html", context)


@require_POST
@needs(Permission.SUBJECT_JOIN)
def settle_question(request: HttpRequest, number: int) -> HttpResponse:
    """Store the answer, or open a settled question again."""
    principal = principal_of(request)
    found = get_object_or_404(questions(principal), pk=number)
    try:
        if request.POST.get("answer") == "again":
            reopen(principal, found)
            messages.success(request, _("The question is open again; what was joined is two people again."))
        elif request.POST.get("answer") in Answer.values:
            settle(principal, found, Answer(request.POST["answer"]), request.POST.get("reason", ""))
            messages.success(request, _("Settled. The next enrolment follows it."))
        else:
            messages.error(request, _("Choose one of the two answers."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("people_question", number=number)
