"""What the ledger's tests share: a way to fill it, and an intruder who changes it as the owner could."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from consent.evidence.entry import EntryId
from consent.evidence.kinds import Code, register
from consent.evidence.sequencing import sequence_entries
from consent.evidence.services import record
from tests.conftest import owner_role

register("test.counted", count=int)
register("test.seen", object=uuid.UUID, category=Code)
TABLES = ("entry", "place", "checkpoint", "node")


def recorded(count: int = 1, first: int = 0) -> list[EntryId]:
    """Record some entries."""
    with transaction.atomic():
        return [
            record("test.counted", actor=None, payload={"count": number})
            for number in range(first, first + count)
        ]


def filled(*sizes: int) -> list[EntryId]:
    """Record and sequence some entries for each checkpoint, and return them in the order of their places."""
    ids: list[EntryId] = []
    for size in sizes:
        ids += recorded(size, first=len(ids))
        assert sequence_entries() == size
    return ids


@contextmanager
def unguarded() -> Iterator[None]:
    """Act as the schema's owner with triggers and foreign keys out of the way."""
    with owner_role():
        for table in TABLES:
            run(f"ALTER TABLE evidence_{table} DISABLE TRIGGER USER")
        run("ALTER TABLE evidence_place DROP CONSTRAINT IF EXISTS evidence_place_entry_id_fkey")
        yield
        for table in TABLES:
            run(f"ALTER TABLE evidence_{table} ENABLE TRIGGER USER")


def run(statement: str, *values: Any) -> list[Any]:
    """Run SQL and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
