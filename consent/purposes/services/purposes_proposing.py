"""Propose a basis for a purpose, and change the proposal until the opinion is given."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.drafts import Basis, Identity, as_text, problems_of_basis, problems_of_identity
from consent.purposes.faults import FOR_REPRESENTATIVE, faults_of
from consent.purposes.models import Purpose, PurposeVersion
from consent.purposes.services.purposes_common import Invalid, locked
from consent.purposes.states import VersionState
from consent.purposes.stored import identity_of, write_basis

OPEN = frozenset({VersionState.DRAFT, VersionState.ASKED})


def propose(principal: Principal, department: Department, identity: Identity, basis: Basis) -> PurposeVersion:
    """Propose a new purpose with its basis; the opinion is asked for at once where nothing lacks.

    Raises PermissionDenied, Invalid for values that cannot be taken, Refused for a key that is taken.
    """
    require(principal, Permission.PURPOSE_PROPOSE, department.id)
    _check(basis, identity)
    with transaction.atomic():
        purpose = Purpose(department=department)
        _name(purpose, identity)
        return _first_written(principal, purpose, 1, basis)


def propose_change(principal: Principal, purpose: Purpose, basis: Basis) -> PurposeVersion:
    """Propose another basis for a purpose: a new version, the one in force stays until a decision.

    Raises PermissionDenied, Invalid, Refused while another version waits.
    """
    require(principal, Permission.PURPOSE_PROPOSE, purpose.department_id)
    _check(basis)
    with transaction.atomic():
        Purpose.objects.select_for_update().get(pk=purpose.pk)
        last = purpose.versions.order_by("-number").first()
        if last is not None and last.accepted is None:
            raise Refused(
                _("Version %(number)s still waits: change it, or decide on it first.")
                % {"number": last.number}
            )
        return _first_written(principal, purpose, last.number + 1 if last else 1, basis)


def redraft(
    principal: Principal, version: PurposeVersion, basis: Basis, identity: Identity | None = None
) -> PurposeVersion:
    """Change a proposal on which no opinion was given; whoever changes it is from then on its proposer.

    The purpose itself (`identity`) changes only with its first version. Raises PermissionDenied, Invalid, Refused.
    """
    require(principal, Permission.PURPOSE_PROPOSE, version.purpose.department_id)
    _check(basis, identity)
    with transaction.atomic():
        found = locked(version)
        if found.state not in OPEN:
            raise Refused(_("An opinion was given on this version: propose a new one."))
        if identity is not None and found.number == 1:
            _name(found.purpose, identity)
        found.drafted_by, found.drafted_at, found.asked_at = principal.actor, clock.now(), None
        return _written(principal, found, basis, evidence_kinds.REDRAFTED)


def _first_written(principal: Principal, purpose: Purpose, number: int, basis: Basis) -> PurposeVersion:
    version = PurposeVersion(purpose=purpose, number=number, drafted_by=principal.actor)
    return _written(principal, version, basis, evidence_kinds.PROPOSED)


def _written(principal: Principal, version: PurposeVersion, basis: Basis, kind: str) -> PurposeVersion:
    committed = commit(as_text(identity_of(version.purpose), basis))
    version.words_nonces["words"] = committed.nonce.hex()
    write_basis(version, basis)
    told: dict[str, object] = {
        "purpose": version.purpose_id, "version": version.id, "basis": Code(f"art{basis.art6}"),
        "condition": Code(f"art{basis.art9}") if basis.art9 else None, "words": committed,
    }  # fmt: skip
    if kind == evidence_kinds.PROPOSED:
        told["number"] = version.number
    record(kind, actor=principal.actor, payload=told)
    return _asked(principal, version)


def _asked(principal: Principal, version: PurposeVersion) -> PurposeVersion:
    """Ask for the opinion where nothing lacks but what only the representative can answer."""
    if any(fault.rule not in FOR_REPRESENTATIVE for fault in faults_of(version)):
        return version
    version.asked_at = clock.now()
    version.save(update_fields=["asked_at"])
    told = {"purpose": version.purpose_id, "version": version.id}
    record(evidence_kinds.ASKED, actor=principal.actor, payload=told)
    return version


def _name(purpose: Purpose, identity: Identity) -> None:
    purpose.key, purpose.kinds = identity.key, list(identity.kinds)
    for name in ("name_de", "name_en", "description_de", "description_en"):
        setattr(purpose, name, getattr(identity, name).strip())
    try:
        with transaction.atomic():
            purpose.save()
    except IntegrityError:
        raise Invalid({"key": _("There is a purpose with this key already.")}) from None


def _check(basis: Basis, identity: Identity | None = None) -> None:
    found = problems_of_basis(basis) + (problems_of_identity(identity) if identity else [])
    if found:
        raise Invalid({problem.field: str(problem.words) for problem in reversed(found)})
