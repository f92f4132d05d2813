"""Accept or decline what was decided for the same column elsewhere, one field or several at once."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.fields.models import DeclinedProposal, Field, FieldDecision
from catalog.fields.precedence import Ruling
from catalog.fields.questions import ruling_for
from catalog.fields.remembering import Proposal, told_of, with_proposals
from catalog.fields.services.decisions import decide
from catalog.fields.services.problems import NotPossible, Overtaken
from config.web.templatetags.web import category_name
from config.web.templatetags.words import day
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require

MOST_PROPOSALS = 50


@transaction.atomic
def accept_proposals(marks: Collection[str], principal: Principal) -> list[FieldDecision]:
    """Decide as was decided elsewhere; one decision for each ruling, whose reason names every origin.

    Raises Overtaken where one of the proposals no longer stands: then nothing is done.
    """
    by_ruling: dict[Ruling, list[Proposal]] = defaultdict(list)
    for one in _standing(marks, principal):
        by_ruling[ruling_for(one.field, one.category)].append(one)
    return [
        decide(
            Field.objects.filter(pk__in=[one.field.pk for one in group]), principal, ruling, _reason(group)
        )
        for ruling, group in by_ruling.items()
    ]


@transaction.atomic
def decline_proposals(marks: Collection[str], principal: Principal) -> int:
    """Remember that these proposals do not hold; return how many."""
    found = _standing(marks, principal)
    DeclinedProposal.objects.bulk_create(_declined(one, principal) for one in found)
    return len(found)


def field_of(mark: str) -> UUID:
    """Return the field that a proposal's mark is about. Raises NotPossible."""
    try:
        return UUID(mark.partition(":")[0])
    except ValueError:
        raise NotPossible(_("A chosen proposal could not be read; please choose again.")) from None


def _standing(marks: Collection[str], principal: Principal) -> list[Proposal]:
    """Lock the fields and return the proposals as the person saw them."""
    if not marks:
        raise NotPossible(_("Please tick the proposals first."))
    if len(marks) > MOST_PROPOSALS:
        raise NotPossible(_("At most %(most)d proposals can be settled at once.") % {"most": MOST_PROPOSALS})
    chosen = Field.objects.filter(pk__in={field_of(mark) for mark in marks})
    held = chosen.select_for_update(of=("self",)).select_related("source").order_by("pk")
    for department in {one.source.department_id for one in held}:
        require(principal, Permission.FIELD_DECIDE, department)
    found = told_of(list(with_proposals(chosen).order_by("pk")), principal)
    if {one.mark for one in found} != set(marks):
        raise Overtaken(
            _("A proposal no longer stands as you saw it. Nothing was changed; please look again.")
        )
    return found


def _declined(one: Proposal, principal: Principal) -> DeclinedProposal:
    evidence = record(
        "proposal.declined",
        actor=principal.actor,
        payload={"field": one.field.pk, "origin": one.origin, "category": Code(one.category)},
    )
    return DeclinedProposal(
        field=one.field,
        origin_id=one.origin,
        category=one.category,
        by=principal.actor,
        evidence=evidence,
    )


def _reason(group: list[Proposal]) -> str:
    """Name the origin by its number: readers of this field need not be readers of that department."""
    return "\n".join(
        _(
            "Taken over for %(column)s: the same column (field %(origin)s) was decided as %(category)s on %(day)s."
        )
        % {
            "column": str(one.field),
            "origin": one.origin,
            "category": category_name(one.category),
            "day": day(one.at),
        }
        for one in group
    )
