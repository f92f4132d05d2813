"""Settle questions about people: one person or different people, by a steward with a reason; and undo it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.enrolment import evidence_kinds
from catalog.fields.models import Collection
from catalog.fields.services.problems import NotPossible
from catalog.sources.models import Source
from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects.ids import RecordId
from consent.subjects.merging import CannotMerge, merge, split
from consent.subjects.models import Answer, Conflict, Merge, SourceLink
from consent.subjects.people import opened_rows

_SETTLED = ["settled_at", "settled_by", "answer", "reason", "reason_nonce"]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of a person; `key` is empty where it lies with a department that the reader may not see."""

    source: str
    collection: str
    key: str


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """One of the people in question and where they stand."""

    record: UUID
    rows: tuple[SeenRow, ...]


def questions(principal: Principal, source: Source | None = None) -> QuerySet[Conflict]:
    """Return the questions of sources whose people the reader may join."""
    rows = Source.objects.all() if source is None else Source.objects.filter(pk=source.pk)
    if Permission.SUBJECT_JOIN not in principal.everywhere:
        rows = rows.filter(department__in=principal.departments(Permission.SUBJECT_JOIN))
    return Conflict.objects.filter(source__in=rows.values("pk"))


def people_of(principal: Principal, question: Conflict) -> list[SeenPerson]:
    """Return the people in question with their rows, keys only of departments whose people one may join."""
    handles = [bytes(handle) for handle in question.handles]
    links = list(SourceLink.objects.filter(handle__in=handles).order_by("source", "collection", "pk")[:200])
    opened = opened_rows((link.handle, link.sealed) for link in links)
    sources = {one.pk: one for one in Source.objects.filter(pk__in={link.source for link in links})}
    names = dict(
        Collection.objects.filter(pk__in={link.collection for link in links}).values_list("pk", "name")
    )
    found: dict[UUID, list[SeenRow]] = {}
    for link, row in zip(links, opened, strict=True):
        if row is not None and link.source in sources:
            source = sources[link.source]
            mine = principal.may(Permission.SUBJECT_JOIN, source.department_id)
            seen = SeenRow(source.name, names.get(link.collection, ""), row[1] if mine else "")
            found.setdefault(row[0], []).append(seen)
    return [SeenPerson(who, tuple(rows)) for who, rows in found.items()]


@transaction.atomic
def settle(principal: Principal, question: Conflict, answer: Answer, reason: str) -> None:
    """Say whether they are one person. Raises PermissionDenied, NotPossible."""
    department = Source.objects.values_list("department_id", flat=True).get(pk=question.source)
    require(principal, Permission.SUBJECT_JOIN, department)
    if not reason.strip():
        raise NotPossible(_("Say why: the reason stays with the decision."))
    held = Conflict.objects.select_for_update().get(pk=question.pk)
    if held.settled_at is not None:
        raise NotPossible(_("Somebody has settled this question meanwhile."))
    if answer == Answer.ONE:
        _merge_all(principal, held, reason)
    bound = commit(reason)
    held.settled_at, held.settled_by, held.answer = clock.now(), principal.actor, answer
    held.reason, held.reason_nonce = reason, bound.nonce
    held.save(update_fields=_SETTLED)
    payload = {"source": held.source, "question": held.pk, "answer": Code(answer), "reason": bound.digest}
    record(evidence_kinds.SETTLED, actor=principal.actor, payload=payload)


@transaction.atomic
def reopen(principal: Principal, question: Conflict) -> None:
    """Undo a decision: mergers that it made are split, and the question is open again."""
    department = Source.objects.values_list("department_id", flat=True).get(pk=question.source)
    require(principal, Permission.SUBJECT_JOIN, department)
    held = Conflict.objects.select_for_update().get(pk=question.pk)
    if held.settled_at is None:
        raise NotPossible(_("This question is open."))
    if held.answer == Answer.ONE:
        records = {person.record for person in people_of(principal, held)}
        for made in Merge.objects.filter(kept__in=records, merged__in=records, undone_at=None):
            split(made, principal.actor)
    held.settled_at = held.settled_by = held.reason_nonce = None
    held.answer = held.reason = ""
    held.save(update_fields=_SETTLED)
    payload = {"source": held.source, "question": held.pk}
    record(evidence_kinds.REOPENED, actor=principal.actor, payload=payload)


def _merge_all(principal: Principal, question: Conflict, reason: str) -> None:
    records = [person.record for person in people_of(principal, question)]
    standing = set(Merge.objects.filter(kept__in=records, undone_at=None).values_list("kept", flat=True))
    first, *others = sorted(records, key=lambda who: (who not in standing, records.index(who)))
    already = set(
        Merge.objects.filter(kept=first, merged__in=others, undone_at=None).values_list("merged", flat=True)
    )
    try:
        for other in others:
            if other not in already:
                merge(RecordId(first), RecordId(other), reason, principal.actor)
    except CannotMerge as problem:
        raise NotPossible(str(problem)) from None
