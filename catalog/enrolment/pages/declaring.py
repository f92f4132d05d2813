"""Say which columns of a table tell who somebody is: a proposal from the classification, confirmed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.enrolment.models import PeopleTable
from catalog.enrolment.proposing import propose
from catalog.enrolment.services.declaring import Column, Declaration, declare, issuers
from catalog.enrolment.states import IdentifierKind
from catalog.enrolment.words import KINDS
from catalog.fields.models import Collection, Field
from catalog.fields.services.problems import NotPossible
from consent.parties.permissions import Permission
from consent.parties.principals import needs, principal_of, require, visible_or_404


@dataclass(frozen=True, slots=True)
class Line:
    """A column on the page, with what is chosen for it."""

    field: Field
    kind: str = ""
    issuer: str = ""
    prefix: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SUBJECT_ENROL)
def declare_table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the table's columns with a proposal or what holds now; store what a steward confirms."""
    principal = principal_of(request)
    rows = Collection.objects.select_related("source__department").filter(gone_at=None)
    found: Collection = visible_or_404(rows, principal, Permission.SOURCE_READ, "source__department", pk=pk)
    require(principal, Permission.SUBJECT_ENROL, found.source.department_id)
    if found.source.retired_at is not None:
        raise Http404
    if request.method == "POST":
        try:
            declare(principal, found, _said(request.POST, found))
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("declare_people", pk=pk)
        messages.success(request, _("Confirmed. The next enrolment uses these columns."))
        return redirect("source_people", pk=found.source_id)
    return render(request, "enrolment/declare.html", _context(found))


def _context(found: Collection) -> dict[str, object]:
    fields = list(found.fields.filter(gone_at=None).order_by("position"))
    held = PeopleTable.objects.filter(collection=found).prefetch_related("identifiers").first()
    context: dict[str, object] = {
        "collection": found,
        "fields": fields,
        "kinds": list(KINDS.items()),
        "issuers": [(str(one.pk), one.name) for one in issuers()],
        "own": str(found.source_id),
        "held": held,
    }
    return context | (_as_held(held, fields) if held else _as_proposed(fields))


def _as_held(held: PeopleTable, fields: Sequence[Field]) -> dict[str, object]:
    known = {one.field_id: one for one in held.identifiers.all()}
    lines = [
        Line(field, known[field.pk].kind, str(known[field.pk].issuer_id or ""), known[field.pk].prefix)
        if field.pk in known
        else Line(field)
        for field in fields
    ]
    return {
        "lines": lines,
        "key": held.key_id,
        "born": held.born_id,
        "country": held.country_id,
        "one_row_each": held.one_row_each,
    }


def _as_proposed(fields: Sequence[Field]) -> dict[str, object]:
    proposal = propose(fields)
    return {
        "lines": [Line(field, proposal.kinds.get(field.pk, "")) for field in fields],
        "key": proposal.key,
        "born": proposal.born,
        "country": proposal.country,
        "one_row_each": None,
    }


def _said(posted: QueryDict, found: Collection) -> Declaration:
    """Read the form. Raises NotPossible where a choice is missing or unknown."""
    fields = {str(pk): pk for pk in found.fields.filter(gone_at=None).values_list("pk", flat=True)}
    key = str(posted.get("key", ""))
    if key not in fields or posted.get("rows") not in {"one", "many"}:
        raise NotPossible(_("Choose the key, and whether a person has one row or many."))
    sources = {str(one.pk): one.pk for one in issuers()}
    columns = [
        Column(
            field,
            IdentifierKind(kind),
            sources.get(posted.get(f"issuer-{name}", "")),
            posted.get(f"prefix-{name}", "")[:20],
        )
        for name, field in fields.items()
        if (kind := posted.get(f"kind-{name}", "")) in set(IdentifierKind)
    ]
    return Declaration(
        key=fields[key],
        one_row_each=posted["rows"] == "one",
        columns=columns,
        born=fields.get(posted.get("born", "")),
        country=fields.get(posted.get("country", "")),
    )
