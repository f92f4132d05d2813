"""After a restore: let the erasures that came after the backup happen again, before anybody uses the database.

What is replayed are the key store's tombstones. A key that is missing without one is an error: then the
key store is not the one that belongs to this database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from consent.evidence.services import record
from consent.law import clock
from consent.subjects.keys import key_store
from consent.subjects.models import Guardianship, IndexEntry, PendingErasure, SealedProof, SourceLink, Subject


class KeysMissing(Exception):
    """The key store lacks keys of people in the database; the message says how many and what to do."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the replay removed."""

    people: int
    indexes: int
    links: int
    proofs: int


def replay() -> Replayed:
    """Take over tombstones of every copy and remove what they name. Raises KeysMissing."""
    for place in settings.KEY_STORE_BACKUPS:
        key_store().replay(Path(place) / "subjects" / "tombstones")
    _check_keys()
    erased = list(key_store().tombstoned())
    with transaction.atomic():
        gone = _erase_people(erased)
        done = Replayed(
            people=gone,
            indexes=IndexEntry.objects.filter(handle__in=erased).delete()[0],
            links=SourceLink.objects.filter(handle__in=erased).delete()[0],
            proofs=SealedProof.objects.filter(handle__in=erased).delete()[0],
        )
        if gone or done.indexes or done.links or done.proofs:
            record("subjects.replayed", actor=None, payload={"people": gone})
    return done


def _erase_people(erased: Iterable[bytes]) -> int:
    people = Subject.objects.filter(key_handle__in=list(erased))
    who = list(people.values_list("pk", flat=True))
    Guardianship.objects.filter(Q(child__in=who) | Q(guardian__in=who)).delete()
    known = set(PendingErasure.objects.filter(subject__in=who).values_list("subject_id", flat=True))
    now, store = clock.now(), key_store()
    PendingErasure.objects.bulk_create(
        PendingErasure(subject_id=pk, handles=[], buried_at=now, epoch=store.buried_in(bytes(handle or b"")))
        for pk, handle in people.values_list("pk", "key_handle")
        if pk not in known
    )
    return people.update(
        key_handle=None, sealed_subject_id=None, sealed_details=None, guardian_until=None, erased_at=now
    )


def _check_keys() -> None:
    handles = {
        bytes(handle or b"")
        for rows in (
            Subject.objects.exclude(key_handle=None).values_list("key_handle", flat=True),
            SourceLink.objects.values_list("handle", flat=True).distinct(),
            IndexEntry.objects.values_list("handle", flat=True).distinct(),
            SealedProof.objects.values_list("handle", flat=True),
        )
        for handle in rows.iterator()
    }
    missing = key_store().missing(handles)
    if missing:
        raise KeysMissing(
            f"The key store lacks {len(missing):,} of {len(handles):,} keys that this database needs: bring back the "
            "key store (keys/subjects and keys/kek) from its copy first."
        )
