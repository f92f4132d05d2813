"""What was decided of a column, proposed for the same column elsewhere, with its origin; writes nothing.

The same column: its name is the same in lower case. Where tables of the same name agree, they count;
otherwise all columns of that name must agree. Where earlier decisions contradict each other, nothing is proposed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Lower

from catalog.fields.models import DeclinedProposal, Field, FieldHistory
from catalog.fields.searching import fields_for
from catalog.fields.states import Decision
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category for a field and where it was decided; what the reader may not see of that is empty."""

    field: Field
    category: str
    origin: UUID
    at: datetime
    department: str
    place: str
    reason: str

    @property
    def mark(self) -> str:
        """Return what a form carries: it says which proposal the person had before them."""
        return f"{self.field.pk}:{self.origin}:{self.category}"


def with_proposals(fields: QuerySet[Field]) -> QuerySet[Field]:
    """Keep the undecided fields for which something was decided elsewhere; add `proposed` and `origin`."""
    undecided = fields.annotate(table=Lower("table_name")).filter(
        decision=Decision.PROPOSED, gone_at__isnull=True
    )
    # Most names were decided nowhere: one look at the decided names leaves them out
    named = undecided.filter(sort_name__in=_decided().values("sort_name"))
    same_table = Q(same_table=True)
    agreed = (
        _elsewhere()
        .order_by()
        .values("sort_name")
        .annotate(
            near=Min("category", filter=same_table),
            nearest=Max("category", filter=same_table),
            least=Min("category"),
            most=Max("category"),
        )
        .annotate(
            agreed=Case(
                When(near=F("nearest"), then=F("near")),
                When(least=F("most"), then=F("least")),
                output_field=CharField(),
            )
        )
        .values("agreed")
    )
    proposed = named.annotate(proposed=Subquery(agreed)).filter(proposed__isnull=False)
    origins = _elsewhere().filter(category=OuterRef("proposed")).order_by("-same_table", "-decided_at", "pk")
    return proposed.annotate(origin=Subquery(origins.values("pk")[:1]))


def open_proposals(principal: Principal) -> QuerySet[Field]:
    """Return the fields with a proposal on which the person may decide."""
    mine = visible(fields_for(principal), principal, Permission.FIELD_DECIDE, "source__department")
    return with_proposals(mine)


def told_of(fields: list[Any], principal: Principal) -> list[Proposal]:
    """Return the proposals of fields from `with_proposals`, each with as much of its origin as may be seen."""
    why = FieldHistory.objects.filter(field=OuterRef("pk"), decision__isnull=False).order_by("-pk")
    rows = Field.objects.filter(pk__in={one.origin for one in fields}).select_related("source__department")
    origins = {one.pk: one for one in rows.annotate(why=Subquery(why.values("decision__reason")[:1]))}
    return [_told(one, origins[one.origin], principal) for one in fields]


def proposal_for(field: Field, principal: Principal) -> Proposal | None:
    """Return what is proposed for the field; None for who may not decide on it."""
    if not principal.may(Permission.FIELD_DECIDE, field.source.department_id):
        return None
    found = list(with_proposals(Field.objects.filter(pk=field.pk)))
    return told_of(found, principal)[0] if found else None


def _told(field: Any, origin: Any, principal: Principal) -> Proposal:
    seen = principal.may(Permission.CATALOG_READ, origin.source.department_id)
    return Proposal(
        field=field,
        category=field.proposed,
        origin=origin.pk,
        at=origin.decided_at,
        department=str(origin.source.department) if seen else "",
        place=f"{origin.source.name} / {origin}" if seen else "",
        reason=origin.why or "" if seen else "",
    )


def _decided() -> QuerySet[Field]:
    return Field.objects.exclude(decision=Decision.PROPOSED)


def _elsewhere() -> QuerySet[Any]:
    """Return what was decided of the outer field's name in other tables, and not declined for it."""
    declined = DeclinedProposal.objects.filter(field=OuterRef(OuterRef("pk"))).filter(
        Q(origin=OuterRef("pk")) | Q(category=OuterRef("category"))
    )
    return (
        _decided()
        .filter(sort_name=OuterRef("sort_name"))
        .exclude(collection=OuterRef("collection"))
        .filter(~Exists(declined))
        .annotate(table=Lower("table_name"))
        .annotate(same_table=ExpressionWrapper(Q(table=OuterRef("table")), BooleanField()))
    )
