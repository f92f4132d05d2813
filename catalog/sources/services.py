"""What can be done with sources: add, change, check, give a password, retire. Each leaves evidence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.sources import evidence_kinds
from catalog.sources.connectors.base import Checked, SourceError
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import SourceSpec, check_options
from catalog.sources.models import Outcome, Source, SourceChange
from catalog.sources.opening import CHECK_LIMITS, guard, open_registered, sealed, spec_of
from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require

__all__ = [
    "BINDING",
    "Connection",
    "add_source",
    "change_source",
    "check_source",
    "open_registered",
    "replace_credential",
    "retire_source",
    "try_connection",
]

# A password belongs to these; where one of them changes it has to be given again, or whoever changes
# the host could have it sent to themselves.
BINDING = ("host", "port", "user", "options")


@dataclass(frozen=True, slots=True)
class Connection:
    """What a person says of a source: its name and how to reach it. `password` None leaves it as it is."""

    name: str
    kind: str
    host: str = ""
    port: int | None = None
    database: str = ""
    user: str = ""
    path: str = ""
    options: Mapping[str, str] | None = None
    password: str | None = None

    def values(self) -> dict[str, Any]:
        """Return the values that are stored as they are."""
        return {
            "name": self.name.strip(),
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "user": self.user,
            "path": self.path,
            "options": dict(self.options or {}),
        }


def add_source(
    principal: Principal, department: Department, said: Connection, found: Checked | None = None
) -> Source:
    """Register a source of a department; `found` is what a check just before has answered.

    Raises PermissionDenied, SourceError for an option that is not allowed, Refused for a taken name.
    """
    require(principal, Permission.SOURCE_MANAGE, department.id)
    if department.closed_at is not None:
        raise Refused(_("This department has been closed."))
    source = Source(department=department, kind=said.kind, created_by=principal.actor, **said.values())
    check_options(spec_of(source).kind, source.options)
    with transaction.atomic():
        if said.password:
            source.credential = sealed(source, said.password)
        _saved(source)
        payload = {"source": source.id, "department": department.id, "kind": Code(source.kind)}
        record(evidence_kinds.ADDED, actor=principal.actor, payload=payload)
        for field, value in said.values().items():
            if value not in ("", None, {}):
                _note(source, field, value, principal.actor)
        if said.password:
            record(evidence_kinds.CREDENTIAL_SET, actor=principal.actor, payload={"source": source.id})
        if found is not None:
            _keep_outcome(source, principal.actor, found)
    return source


def change_source(principal: Principal, source: Source, said: Connection) -> Source:
    """Change name, place or options. A password that was for another place is forgotten.

    Raises PermissionDenied, SourceError, Refused.
    """
    require(principal, Permission.SOURCE_MANAGE, source.department_id)
    with transaction.atomic():
        held = _held(source)
        changed = {field: value for field, value in said.values().items() if getattr(held, field) != value}
        for field, value in changed.items():
            setattr(held, field, value)
        check_options(spec_of(_without_credential(held)).kind, held.options)
        _set_credential(
            held, principal.actor, said.password, moved=any(field in changed for field in BINDING)
        )
        if changed.keys() - {"name"}:
            held.outcome, held.problem, held.checked_at = Outcome.UNCHECKED, "", None
        _saved(held)
        for field, value in changed.items():
            _note(held, field, value, principal.actor)
    return held


@transaction.atomic
def replace_credential(principal: Principal, source: Source, password: str) -> None:
    """Store another password for the same place; it is never shown again. Raises PermissionDenied, Refused."""
    require(principal, Permission.SOURCE_MANAGE, source.department_id)
    held = _held(source)
    _set_credential(held, principal.actor, password, moved=False)
    held.save(update_fields=["credential"])


def try_connection(principal: Principal, department: UUID, spec: SourceSpec) -> Checked:
    """Connect once without storing anything. Raises PermissionDenied, SourceError."""
    require(principal, Permission.SOURCE_MANAGE, department)
    with open_source(spec, CHECK_LIMITS, guard()) as connector:
        return connector.check()


def check_source(principal: Principal, source: Source) -> Checked | SourceError:
    """Connect once and keep the outcome with the source; a failure is an outcome too.

    Nothing is locked while the source lets itself be waited for.
    """
    require(principal, Permission.SOURCE_MANAGE, source.department_id)
    outcome: Checked | SourceError
    try:
        with open_registered(source, CHECK_LIMITS) as connector:
            outcome = connector.check()
    except SourceError as error:
        outcome = error
    with transaction.atomic():
        _keep_outcome(_held(source), principal.actor, outcome)
    source.refresh_from_db()
    return outcome


@transaction.atomic
def retire_source(principal: Principal, source: Source) -> None:
    """Stop using a source for good: its password is deleted, what was found stays on record."""
    require(principal, Permission.SOURCE_MANAGE, source.department_id)
    held = _held(source)
    if held.credential is not None:
        held.credential = None
        payload = {"source": held.id, "reason": Code("retired")}
        record(evidence_kinds.CREDENTIAL_REMOVED, actor=principal.actor, payload=payload)
    held.retired_at = clock.now()
    held.save(update_fields=["credential", "retired_at"])
    record(evidence_kinds.RETIRED, actor=principal.actor, payload={"source": held.id})


def _held(source: Source) -> Source:
    """Lock the source's row. Raises Refused where it has been retired."""
    held = Source.objects.select_for_update(of=("self",)).select_related("department").get(id=source.id)
    if held.retired_at is not None:
        raise Refused(_("This source has been retired."))
    return held


def _set_credential(source: Source, actor: UUID, password: str | None, *, moved: bool) -> None:
    """Seal a new password, or forget one that was meant for another place."""
    if password:
        source.credential = sealed(source, password)
        record(evidence_kinds.CREDENTIAL_SET, actor=actor, payload={"source": source.id})
    elif moved and source.credential is not None:
        source.credential = None
        payload = {"source": source.id, "reason": Code("moved")}
        record(evidence_kinds.CREDENTIAL_REMOVED, actor=actor, payload=payload)


def _keep_outcome(source: Source, actor: UUID, outcome: Checked | SourceError) -> None:
    """Store how a check ended and record it."""
    failed = isinstance(outcome, SourceError)
    source.outcome = Outcome.FAILED if failed else Outcome.ANSWERED
    source.problem = outcome.code if isinstance(outcome, SourceError) else ""
    if isinstance(outcome, Checked):
        source.product, source.notes = f"{outcome.product} {outcome.version}"[:80], list(outcome.notes)
    source.checked_at = clock.now()
    source.save(update_fields=["outcome", "problem", "product", "notes", "checked_at"])
    payload = {
        "source": source.id,
        "outcome": Code(source.outcome),
        "problem": Code(source.problem) if source.problem else None,
    }
    record(evidence_kinds.CHECKED, actor=actor, payload=payload)


def _note(source: Source, field: str, value: object, actor: UUID) -> None:
    """Keep a value that was set, and bind the ledger to it."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    commitment = commit(text)
    SourceChange.objects.create(source=source, field=field, value=text, nonce=commitment.nonce, actor=actor)
    payload = {"source": source.id, "field": Code(field), "value": commitment}
    record(evidence_kinds.SET, actor=actor, payload=payload)


def _saved(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        if "source_name_once" in str(error):
            raise Refused(_("There is a source of this name already.")) from None
        raise


def _without_credential(source: Source) -> Source:
    """Return the source's values without the password, to look at its options only."""
    return Source(kind=source.kind, host=source.host, path=source.path, options=source.options)
