"""What people may do with the vault: look somebody up with a reason, erase, open what was sealed.

The parts below (finding, erasure, proofs) do it; here stands who may. Enrolment and the questions that it
leaves are asked through catalog/enrolment, guardians through guardians.py.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects import erasure, proofs
from consent.subjects import finding as index
from consent.subjects.ids import RecordId
from consent.subjects.models import LookUp, ProofOpening, SealedProof

Finder = Callable[[str, str, UUID | None], list[RecordId]]


def find(
    principal: Principal,
    kind: str,
    value: str,
    reason: str,
    source: UUID | None = None,
    finder: Finder = index.find,
) -> list[RecordId]:
    """Return whose an identifier is, after the reason has been recorded, whether anybody is found or not.

    A process that serves pages gives a `finder` that asks a worker. Raises PermissionDenied, and
    ValidationError where the reason is missing.
    """
    require(principal, Permission.SUBJECT_FIND)
    if not reason.strip():
        raise ValidationError(_("Say why you look this person up; the reason is recorded."))
    bound = commit(reason)
    with transaction.atomic():
        made = LookUp.objects.create(kind=kind, by=principal.actor, reason=reason, reason_nonce=bound.nonce)
        payload = {"look_up": made.id, "kind": Code(kind), "reason": bound.digest}
        record("subjects.looked_up", actor=principal.actor, payload=payload)
    return finder(kind, value, source)


def erase(principal: Principal, who: RecordId) -> None:
    """Erase a person. Raises PermissionDenied, Subject.DoesNotExist."""
    require(principal, Permission.SUBJECT_ERASE)
    erasure.erase(who, principal.actor)


def seal_proof(principal: Principal, who: RecordId, until: date) -> SealedProof:
    """Seal what the law says must be kept of a person, before they are erased."""
    require(principal, Permission.SUBJECT_ERASE)
    return proofs.seal_proof(who, until, principal.actor)


def ask_to_open_proof(principal: Principal, proof: SealedProof, reason: str) -> ProofOpening:
    """Ask to open a sealed proof for defence or retention."""
    require(principal, Permission.PROOF_OPEN)
    if not reason.strip():
        raise ValidationError(_("Say for which claim or which period the proof is opened."))
    return proofs.ask_to_open(proof, reason, principal.actor)


def answer_proof(principal: Principal, opening: ProofOpening, granted: bool) -> dict[str, object] | None:
    """Answer as the second person; returns what was sealed where granted."""
    require(principal, Permission.PROOF_OPEN)
    return proofs.answer(opening, granted, principal.actor)
