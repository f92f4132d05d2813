"""Sealed proofs: what the law says must stay reachable after an erasure, opened by two people only.

Each lies under a key of its own in the key store and is dropped when its period ends.
"""

import json
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law import clock
from consent.subjects.ids import RecordId
from consent.subjects.keys import key_store
from consent.subjects.models import IndexEntry, ProofOpening, SealedProof, Subject
from consent.subjects.people import open_person
from consent.subjects.seal import seal, unseal

_PROOF = b"subjects/proof"


def seal_proof(who: RecordId, until: date, actor: UUID | None) -> SealedProof:
    """Seal which identifiers belonged to a record, until a day; before the person is erased."""
    person = open_person(Subject.objects.get(pk=who))
    rows = IndexEntry.objects.filter(handle=person.link_handle).values_list("kind", "index")
    content = {"record": person.record.hex, "indexes": [[kind, bytes(index).hex()] for kind, index in rows]}
    (handle,) = key_store().mint()
    with transaction.atomic():
        proof = SealedProof(handle=handle, until=until)
        proof.sealed = seal(key_store().key(handle), json.dumps(content).encode(), _PROOF + proof.id.bytes)
        proof.save()
        end = datetime.combine(until, time(), UTC)
        record("subjects.proof_sealed", actor=actor, payload={"proof": proof.id, "until": end})
    return proof


def ask_to_open(proof: SealedProof, reason: str, actor: UUID) -> ProofOpening:
    """Ask to open a proof for defence or retention; a second person answers."""
    with transaction.atomic():
        bound = commit(reason)
        opening = ProofOpening.objects.create(
            proof=proof, reason=reason, reason_nonce=bound.nonce, asked_by=actor
        )
        payload = {"proof": proof.id, "reason": bound.digest}
        record("subjects.proof_asked", actor=actor, payload=payload)
    return opening


def answer(opening: ProofOpening, granted: bool, actor: UUID) -> dict[str, object] | None:
    """Answer a request; returns what was sealed where granted. Raises PermissionDenied for who asked."""
    with transaction.atomic():
        opening = ProofOpening.objects.select_for_update().select_related("proof").get(pk=opening.pk)
        if opening.asked_by == actor:
            raise PermissionDenied(_("Somebody else than who asked must answer."))
        if opening.answered_at is not None:
            raise PermissionDenied(_("This request has been answered already."))
        opening.answered_by, opening.answered_at, opening.granted = actor, clock.now(), granted
        opening.save()
        kind = "subjects.proof_opened" if granted else "subjects.proof_refused"
        record(kind, actor=actor, payload={"proof": opening.proof_id})
    return _read(opening.proof) if granted else None


def drop_expired(actor: UUID | None = None) -> int:
    """Drop the proofs whose last day is over, with their keys; return how many."""
    over = SealedProof.objects.filter(until__lt=clock.now().date())
    with transaction.atomic():
        handles = [bytes(handle) for handle in over.select_for_update().values_list("handle", flat=True)]
        if handles:
            key_store().erase(handles)
            SealedProof.objects.filter(handle__in=handles).delete()
            record("subjects.proofs_dropped", actor=actor, payload={"count": len(handles)})
    return len(handles)


def _read(proof: SealedProof) -> dict[str, object]:
    key = key_store().key(bytes(proof.handle))
    read: dict[str, object] = json.loads(unseal(key, bytes(proof.sealed), _PROOF + proof.id.bytes))
    return read
