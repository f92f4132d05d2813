"""Erase a person so that no backup brings them back, and change the keys that make it final.

Order: the rows go in one transaction that also notes which keys are to be buried; then tombstones are
laid in every copy of the key store; the next change of epoch destroys what could still be restored. A
crash between the steps is completed by `bury_pending`, which a task runs again and again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from consent.evidence.services import record
from consent.law import clock
from consent.subjects.ids import RecordId
from consent.subjects.keys import key_store
from consent.subjects.merging import same_person
from consent.subjects.models import Guardianship, IndexEntry, PendingErasure, SourceLink, Subject
from consent.subjects.people import open_person


@dataclass(frozen=True, slots=True)
class AboutToGo:
    """What an erasure would remove: records of the same person, identifiers, links to rows of sources."""

    records: int
    identifiers: int
    links: int


def about_to_go(who: RecordId) -> AboutToGo:
    """Count what an erasure would remove of a person who is there."""
    records = same_person([who])[who]
    people = Subject.objects.filter(pk__in=records, erased_at=None)
    handles = [open_person(subject).link_handle for subject in people]
    return AboutToGo(
        len(handles),
        IndexEntry.objects.filter(handle__in=handles).count(),
        SourceLink.objects.filter(handle__in=handles).count(),
    )


def erase(who: RecordId, actor: UUID | None) -> None:
    """Erase a person, with every record that was found to be theirs; nothing happens where that was done.

    Raises Subject.DoesNotExist, and KeyMissing where the key store is not the one of this database.
    """
    with transaction.atomic():
        records = same_person([Subject.objects.values_list("pk", flat=True).get(pk=who)])[who]
        for subject in Subject.objects.select_for_update().filter(pk__in=records, erased_at=None):
            _remove(subject, actor)
    bury_pending()


def bury_pending() -> int:
    """Lay the tombstones of erasures whose rows are gone; return how many people they were."""
    buried = 0
    for pending in PendingErasure.objects.filter(buried_at=None):
        key_store().erase(bytes(handle) for handle in pending.handles)
        pending.buried_at, pending.handles, pending.epoch = clock.now(), [], key_store().epoch
        pending.save(update_fields=["buried_at", "handles", "epoch"])
        buried += 1
    return buried


def change_keys(actor: UUID | None) -> int:
    """Wrap the survivors' keys anew and destroy the old wrapping key; return the epoch."""
    bury_pending()
    epoch = key_store().rewrap()
    with transaction.atomic():
        record("subjects.keys_changed", actor=actor, payload={"epoch": epoch})
    return epoch


def is_final(subject: Subject) -> bool:
    """Say whether an erasure is final, or could still be undone by restoring the key store's copies."""
    erasure = PendingErasure.objects.filter(subject=subject).first()
    return erasure is not None and erasure.epoch is not None and key_store().is_destroyed(erasure.epoch)


def _remove(subject: Subject, actor: UUID | None) -> None:
    person = open_person(subject)
    handles = [bytes(subject.key_handle or b""), person.link_handle]
    IndexEntry.objects.filter(handle=person.link_handle).delete()
    SourceLink.objects.filter(handle=person.link_handle).delete()
    Guardianship.objects.filter(child=subject).delete()
    Guardianship.objects.filter(guardian=subject).delete()
    PendingErasure.objects.create(subject=subject, handles=handles)
    subject.key_handle = subject.sealed_subject_id = subject.sealed_details = subject.guardian_until = None
    subject.erased_at = clock.now()
    subject.save()
    record("subjects.erased", actor=actor, subject_ref=subject.id)
