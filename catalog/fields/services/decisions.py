"""Confirm, change or reject categories, one field or many; two stewards at once never overwrite another."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.fields.models import Field, FieldDecision, FieldHistory
from catalog.fields.precedence import NOT_PERSONAL, Ruling, effect
from catalog.fields.proof import fields_text
from catalog.fields.services.problems import NotPossible, Overtaken
from catalog.fields.states import Decision, Event
from consent.evidence.commitment import Commitment, commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.law.categories import CATEGORIES, Subjects
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

MOST_AT_ONCE = 20_000
_ROWS = 2_000
_EVENTS = {
    Decision.CONFIRMED: Event.CONFIRMED,
    Decision.CHANGED: Event.CHANGED,
    Decision.REJECTED: Event.REJECTED,
}


@dataclass(frozen=True)
class Announced:
    """What a decision will do, told before it is done: how many fields, and the state they are in."""

    count: int
    special: int
    decided: int
    seen: str


def announce(fields: QuerySet[Field], principal: Principal, ruling: Ruling) -> Announced:
    """Say in numbers what the ruling would do to those of the fields that the person may decide on."""
    rows = list(
        _concerned(fields, principal, ruling)
        .order_by("pk")
        .values_list("pk", "revision", "special", "decision")[: MOST_AT_ONCE + 1]
    )
    if len(rows) > MOST_AT_ONCE:
        raise NotPossible(
            _("At most %(most)d fields can be decided at once; narrow the filter.") % {"most": MOST_AT_ONCE}
        )
    return Announced(
        count=len(rows),
        special=sum(special is not None for _pk, _revision, special, _decision in rows),
        decided=sum(decision != Decision.PROPOSED for *_others, decision in rows),
        seen=seen_state((pk, revision) for pk, revision, *_others in rows),
    )


@transaction.atomic
def decide(
    fields: QuerySet[Field],
    principal: Principal,
    ruling: Ruling,
    reason: str = "",
    *,
    seen: str | None = None,
) -> FieldDecision:
    """Carry out a ruling on the fields and record it.

    `seen` is the state that the person had before them (`announce`, `seen_state`): where it no longer
    holds, nothing is done and Overtaken says so.
    """
    _check(ruling, reason)
    rows = list(
        _concerned(fields, principal, ruling)
        .select_for_update(of=("self",))
        .order_by("pk")
        .values_list("pk", "revision")[: MOST_AT_ONCE + 1]
    )
    if seen is not None and seen != seen_state(rows):
        raise Overtaken(_overtaken(len(rows)))
    if not rows:
        raise NotPossible(_("There is nothing to decide here."))
    if len(rows) > MOST_AT_ONCE:
        raise NotPossible(_("That are too many fields at once; narrow the filter."))
    keys = [pk for pk, _revision in rows]
    decision = _written(keys, principal, ruling, reason.strip())
    Field.objects.filter(pk__in=keys).update(
        decision=ruling.action,
        decided_by=principal.actor,
        decided_at=decision.at,
        answered_category=F("found_category"),
        revision=F("revision") + 1,
        **effect(ruling),
    )
    _remember(keys, decision, ruling)
    return decision


def seen_state(rows: Iterable[tuple[UUID, int]]) -> str:
    """Return a short mark of the fields and their revisions, as a form carries it."""
    text = "\n".join(sorted(f"{pk}:{revision}" for pk, revision in rows))
    return sha256(text.encode()).hexdigest()[:32]


def _concerned(fields: QuerySet[Field], principal: Principal, ruling: Ruling) -> QuerySet[Field]:
    """Keep the fields that the person may decide on and that the ruling says something about."""
    mine = visible(fields, principal, Permission.FIELD_DECIDE, "source__department")
    if ruling.action is Decision.REJECTED:
        return mine.exclude(category=NOT_PERSONAL)
    if ruling.action is Decision.CHANGED and not ruling.subjects:
        return mine.exclude(category=ruling.category)
    return mine


def _check(ruling: Ruling, reason: str) -> None:
    if ruling.action is Decision.PROPOSED:
        raise NotPossible(_("A decision confirms, changes or rejects."))
    if ruling.action is not Decision.CONFIRMED and not reason.strip():
        raise NotPossible(_("Please give a reason: whoever changes or rejects a category says why."))
    if ruling.action is Decision.CHANGED and ruling.category not in CATEGORIES:
        raise NotPossible(_("Please choose the category that is right."))
    if ruling.subjects and ruling.subjects not in set(Subjects):
        raise NotPossible(_("Please choose whose data it is."))


def _overtaken(left: int) -> str:
    if left == 1:
        return _("Somebody else has decided on this field in the meantime. Please look at it again.")
    return _(
        "Somebody else has decided on some of these fields in the meantime. Nothing was changed; "
        "please look at the list again."
    )


def _written(keys: list[UUID], principal: Principal, ruling: Ruling, reason: str) -> FieldDecision:
    """Write the decision and its entry; the reason's text stays here, its commitment goes there."""
    which = commit(fields_text(keys))
    why: Commitment | None = commit(reason) if reason else None
    decision = FieldDecision(
        at=clock.now(),
        by=principal.actor,
        action=ruling.action,
        category=ruling.category if ruling.action is Decision.CHANGED else "",
        subjects=ruling.subjects or "",
        reason=reason,
        reason_nonce=why.nonce if why else None,
        fields_nonce=which.nonce,
        count=len(keys),
    )
    decision.evidence = record(
        "field.decided",
        actor=principal.actor,
        payload={
            "decision": decision.pk,
            "action": Code(ruling.action),
            "category": Code(decision.category) if decision.category else None,
            "subjects": Code(decision.subjects) if decision.subjects else None,
            "count": len(keys),
            "fields": which,
            "reason": why,
        },
    )
    decision.save(force_insert=True)
    return decision


def _remember(keys: list[UUID], decision: FieldDecision, ruling: Ruling) -> None:
    decided = Field.objects.filter(pk__in=keys).only("pk", "type", "category", "personal", "subjects")
    events = [
        FieldHistory(
            field=one,
            at=decision.at,
            event=_EVENTS[ruling.action],
            decision=decision,
            type=one.type,
            category=one.category,
            personal=one.personal,
            subjects=one.subjects,
        )
        for one in decided.iterator(chunk_size=_ROWS)
    ]
    FieldHistory.objects.bulk_create(events, batch_size=_ROWS)


def decided_words(decision: FieldDecision) -> str:
    """Say what a decision did, in a sentence for whoever made it."""
    words = {
        Decision.CONFIRMED: ngettext("%(n)d field confirmed.", "%(n)d fields confirmed.", decision.count),
        Decision.CHANGED: ngettext("%(n)d field changed.", "%(n)d fields changed.", decision.count),
        Decision.REJECTED: ngettext("%(n)d proposal rejected.", "%(n)d proposals rejected.", decision.count),
    }
    return words[Decision(decision.action)] % {"n": decision.count}
