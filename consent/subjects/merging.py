"""That two records are one person, by a steward's decision, and the undoing of it; with history.

A merger moves nothing: the records stay, one stands for the other. So a split brings back exactly what
was, and a consent given under either record stays where it was given.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law import clock
from consent.subjects.ids import RecordId
from consent.subjects.models import Merge, Subject
from consent.subjects.people import open_person, person_behind


class CannotMerge(Exception):
    """The records cannot be merged or split now; the message says why."""


def standing_for(records: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return which record stands for each of those that were merged into another; the others are not in it."""
    rows = Merge.objects.filter(merged__in=set(records), undone_at=None).values_list("merged", "kept")
    return dict(rows)


def same_person(records: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return for each record all records of the same person, the one that stands for them first."""
    wanted = set(records)
    standing = standing_for(wanted)
    heads = {record: standing.get(record, record) for record in wanted}
    merged: dict[UUID, list[UUID]] = defaultdict(list)
    for kept, other in Merge.objects.filter(kept__in=set(heads.values()), undone_at=None).values_list(
        "kept", "merged"
    ):
        merged[kept].append(other)
    return {record: [head, *merged[head]] for record, head in heads.items()}


def records_at(record: UUID, known_at: datetime) -> list[UUID]:
    """Return all records that were known at a moment to be the same person's, this one first."""
    known = Merge.objects.filter(Q(undone_at=None) | Q(undone_at__gt=known_at), at__lte=known_at)
    head = known.filter(merged=record).values_list("kept", flat=True).first() or record
    found = known.filter(kept=head).values_list("merged", flat=True)
    return list(dict.fromkeys([record, head, *found]))


def standing_handles(handles: Iterable[bytes]) -> Mapping[bytes, bytes]:
    """Return the link handle of who stands for whom, for the handles of merged people."""
    if not Merge.objects.filter(undone_at=None).exists():
        return {}
    records = {handle: person.record for handle, person in person_behind(handles).items()}
    standing = standing_for(records.values())
    heads = {subject.id: subject for subject in Subject.objects.filter(id__in=set(standing.values()))}
    opened = {head: open_person(subject).link_handle for head, subject in heads.items()}
    return {handle: opened[standing[who]] for handle, who in records.items() if who in standing}


@transaction.atomic
def merge(kept: RecordId, merged: RecordId, reason: str, actor: UUID) -> Merge:
    """Let one record stand for two that are one person. Raises CannotMerge."""
    held = {row.id: row for row in Subject.objects.select_for_update().filter(id__in=[kept, merged])}
    if len(held) != 2 or any(row.erased_at for row in held.values()):
        raise CannotMerge(_("One of the two records is not there or has been erased."))
    # One level only, so that a split brings back exactly what was before its merger
    if Merge.objects.filter(Q(merged__in=[kept, merged]) | Q(kept=merged), undone_at=None).exists():
        raise CannotMerge(_("One of the two records has been merged already; undo that first."))
    bound = commit(reason)
    made = Merge.objects.create(
        kept=held[kept], merged=held[merged], by=actor, reason=reason, reason_nonce=bound.nonce
    )
    payload = {"merged": merged, "reason": bound.digest}
    record("subjects.merged", actor=actor, subject_ref=kept, payload=payload)
    return made


@transaction.atomic
def split(made: Merge, actor: UUID) -> None:
    """Undo a merger: both records stand for themselves again. Raises CannotMerge."""
    held = Merge.objects.select_for_update().get(pk=made.pk)
    if held.undone_at is not None:
        raise CannotMerge(_("This merger has been undone already."))
    held.undone_at, held.undone_by = clock.now(), actor
    held.save(update_fields=["undone_at", "undone_by"])
    record("subjects.split", actor=actor, subject_ref=held.kept_id, payload={"merged": held.merged_id})
