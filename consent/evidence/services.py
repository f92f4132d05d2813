"""What the ledger can do for the rest of the product: record what happens."""

from collections.abc import Mapping
from uuid import UUID

import psycopg
from django.db import connection
from django.db.transaction import TransactionManagementError

from consent.evidence.entry import EntryId, compose
from consent.law import clock

_APPEND = "INSERT INTO evidence_entry (body) VALUES (%b)"
_NOTHING: Mapping[str, object] = {}


def record(
    kind: str,
    *,
    actor: UUID | None,
    subject_ref: UUID | None = None,
    payload: Mapping[str, object] = _NOTHING,
) -> EntryId:
    """Append an entry in the caller's transaction; with its rollback nothing remains of it.

    `actor` is the random id of who acted (consent.parties.actors), None where the product itself did.
    `subject_ref` is the record id of the person whom it is about. Raises RefusedEntry where the kind
    is not registered or a field does not fit it.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{kind} must be recorded in the transaction of what it records.")
    connection.validate_no_broken_transaction()
    entry_id, body = written(kind, actor=actor, subject_ref=subject_ref, payload=payload)
    # Past the ORM: one prepared statement, the bytes sent as they are (half the price of the insert).
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_APPEND, (body,), prepare=True)
    return entry_id


def written(
    kind: str,
    *,
    actor: UUID | None,
    subject_ref: UUID | None = None,
    payload: Mapping[str, object] = _NOTHING,
) -> tuple[EntryId, bytes]:
    """Return an entry's id and bytes, for a statement that appends them with what they prove.

    Raises RefusedEntry as `record` does.
    """
    return compose(kind, at=clock.now(), actor=actor, subject=subject_ref, payload=payload)
