"""Say which columns of a table tell who somebody is: a steward's decision, recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.enrolment import evidence_kinds
from catalog.enrolment.models import IdentifyingField, PeopleTable
from catalog.enrolment.states import IdentifierKind
from catalog.fields.models import Collection
from catalog.fields.services.problems import NotPossible
from catalog.sources.models import Source
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require


@dataclass(frozen=True, slots=True)
class Column:
    """One identifying column as it is declared; `issuer` None: the table's own source."""

    field: UUID
    kind: IdentifierKind
    issuer: UUID | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that a steward says of a table with people."""

    key: UUID
    one_row_each: bool
    columns: Sequence[Column]
    born: UUID | None = None
    country: UUID | None = None


@transaction.atomic
def declare(principal: Principal, collection: Collection, said: Declaration) -> PeopleTable:
    """Store what identifies the people of a table. Raises PermissionDenied, NotPossible."""
    require(principal, Permission.SUBJECT_ENROL, collection.source.department_id)
    _check(collection, said)
    values = {
        "key_id": said.key,
        "one_row_each": said.one_row_each,
        "born_id": said.born,
        "country_id": said.country,
        "confirmed_by": principal.actor,
        "confirmed_at": clock.now(),
    }
    table, _made = PeopleTable.objects.update_or_create(collection=collection, defaults=values)
    table.identifiers.all().delete()
    IdentifyingField.objects.bulk_create(_row(table, column, collection.source_id) for column in said.columns)
    payload = {
        "source": collection.source_id,
        "collection": collection.id,
        "identifiers": len(said.columns),
    }
    record(evidence_kinds.DECLARED, actor=principal.actor, payload=payload)
    return table


def issuers() -> list[Source]:
    """Return the sources that issue numbers of their own; only their names are told to others."""
    return list(Source.objects.active().order_by("name"))


def _row(table: PeopleTable, column: Column, own: UUID) -> IdentifyingField:
    issuer = (column.issuer or own) if column.kind.issued else None
    return IdentifyingField(
        table=table, field_id=column.field, kind=column.kind, issuer_id=issuer, prefix=column.prefix.strip()
    )


def _check(collection: Collection, said: Declaration) -> None:
    there = set(collection.fields.filter(gone_at=None).values_list("id", flat=True))
    named = {said.key, said.born, said.country, *(column.field for column in said.columns)} - {None}
    if not named <= there:
        raise NotPossible(_("One of the columns is no longer in this table; look again."))
    if not said.columns:
        raise NotPossible(_("Choose at least one column that tells who somebody is."))
    foreign = {column.issuer for column in said.columns if column.issuer is not None}
    if len(foreign) != Source.objects.active().filter(id__in=foreign).count():
        raise NotPossible(_("The source that is said to issue the numbers is not there."))
