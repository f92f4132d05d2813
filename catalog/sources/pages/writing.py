"""Change sources: add, change, check, retire. Connections are tried before anything is stored."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.sources import services
from catalog.sources.connectors.base import Checked, SourceError
from catalog.sources.connectors.spec import Kind
from catalog.sources.forms import FORMS, SourceForm, initial_of
from catalog.sources.models import Source
from catalog.sources.pages.reading import source_or_404
from catalog.sources.trying import spec_to_try
from catalog.sources.words import KIND_HINTS, KINDS, kind_word, note_words, problem_words
from config.web import confirm
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, needs, principal_of, require


@needs(Permission.SOURCE_MANAGE)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask which kind of system is to be added."""
    return render(request, "sources/choose.html", {"kinds": _kinds()})


@needs(Permission.SOURCE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a source of one kind; its connection can be tried first."""
    if kind not in {str(one) for one, _word, _hint in _kinds()}:
        raise Http404
    principal = principal_of(request)
    form = FORMS[Kind(kind)](principal, None, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    department = form.cleaned_data["department"]
    if "check" in request.POST:
        return _tried(request, principal, form, department.id)
    try:
        made = services.add_source(principal, department, form.said())
    except Refused as refused:
        form.add_error("name", str(refused))
        return _form(request, form)
    _check_and_tell(request, principal, made, _("The source has been added."))
    return redirect("source", made.id)


@needs(Permission.SOURCE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a source; an empty password leaves the stored one."""
    principal = principal_of(request)
    found = _active_or_404(principal, pk)
    form = FORMS[Kind(found.kind)](principal, found, request.POST or None, initial=initial_of(found))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    if "check" in request.POST:
        return _tried(request, principal, form, found.department_id)
    try:
        changed = services.change_source(principal, found, form.said())
    except Refused as refused:
        form.add_error("name", str(refused))
        return _form(request, form)
    if found.credential is not None and changed.credential is None:
        messages.warning(
            request, _("The password was for another place and has been deleted; give it again.")
        )
    _check_and_tell(request, principal, changed, _("The source has been changed."))
    return redirect("source", changed.id)


@needs(Permission.SOURCE_MANAGE)
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Connect once and say how it went."""
    principal = principal_of(request)
    found = _active_or_404(principal, pk)
    _check_and_tell(request, principal, found, "")
    return redirect("source", found.id)


@needs(Permission.SOURCE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Retire a source, after saying what that ends."""
    principal = principal_of(request)
    found = _active_or_404(principal, pk)
    if confirm.confirmed(request):
        services.retire_source(principal, found)
        messages.success(request, _("The source is retired; its password has been deleted."))
        return redirect("sources")
    step = confirm.Step(
        title=_("Retire %(source)s?") % {"source": found},
        sentence=_(
            "It is not scanned any more and its password is deleted. What was found and decided stays on record."
        ),
        button=_("Retire the source"),
        back=request.path.removesuffix("retire/"),
        facts=[(_("Kind"), kind_word(found.kind)), (_("Department"), str(found.department))],
    )
    return confirm.ask(request, step)


def _kinds() -> list[tuple[Kind, str | Promise, str | Promise]]:
    """Return the kinds that can be added here, each with its words."""
    offered = [kind for kind in Kind if kind is not Kind.GENERIC or settings.SOURCES_ALLOWED_DIALECTS]
    return [(kind, KINDS[kind], KIND_HINTS[kind]) for kind in offered]


def _active_or_404(principal: Principal, pk: UUID) -> Source:
    """Return a source that the reader may manage. One that they only see is 403, a retired one 404."""
    found = source_or_404(principal, pk)
    require(principal, Permission.SOURCE_MANAGE, found.department_id)
    if found.retired_at is not None:
        raise Http404
    return found


def _form(request: HttpRequest, form: SourceForm, answer: Mapping[str, object] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "source": form.source,
        "kind": form.kind,
        "kind_word": kind_word(form.kind),
        "hint": KIND_HINTS[form.kind],
        "answer": answer,
    }
    if request.htmx and "check" in request.POST:  # type: ignore[attr-defined]
        return render(request, "sources/answer.html", context)
    return render(request, "sources/form.html", context)


def _tried(request: HttpRequest, principal: Principal, form: SourceForm, department: UUID) -> HttpResponse:
    """Try the connection that the form describes, and show the form again with the answer."""
    try:
        found = services.try_connection(principal, department, spec_to_try(form.said(), form.source))
    except SourceError as error:
        return _form(request, form, {"problem": problem_words(error.code)})
    return _form(request, form, {"found": found, "notes": note_words(found.notes)})


def _check_and_tell(request: HttpRequest, principal: Principal, found: Source, done: str) -> None:
    """Check a stored source and tell the reader, together with what was done before."""
    outcome = services.check_source(principal, found)
    if isinstance(outcome, Checked):
        answers = _("%(product)s answers.") % {"product": f"{outcome.product} {outcome.version}"}
        messages.success(request, f"{done} {answers}".strip())
    else:
        messages.error(request, f"{done} {problem_words(outcome.code)}".strip())
