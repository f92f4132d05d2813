"""Recording one entry in a transaction of its own, against a bare insert of the same bytes."""

import uuid
from typing import Any

from benchmarks.harness import compare, product_database

COUNT = 500
ROUNDS = 15  # many short ones: a disk that is busy for a moment meets both sides


def run() -> None:
    """Commit each entry by itself, through Django; the reference is psycopg in autocommit, prepared."""
    with product_database():
        from django.db import connection, transaction

        from consent.evidence.entry import compose
        from consent.evidence.kinds import Code, register
        from consent.evidence.services import record
        from consent.law import clock

        register("benchmark.read", source=uuid.UUID, connector=Code, rows=int)
        actor, subject = uuid.uuid4(), uuid.uuid4()
        payload = {"source": uuid.uuid4(), "connector": "postgresql", "rows": 12}
        bodies = [
            compose("benchmark.read", at=clock.now(), actor=actor, subject=subject, payload=payload)[1]
            for _ in range(COUNT)
        ]
        bare = bare_connection()

        def ours() -> None:
            for _ in range(COUNT):
                with transaction.atomic():
                    record("benchmark.read", actor=actor, subject_ref=subject, payload=payload)

        def reference() -> None:
            for body in bodies:
                bare.execute("INSERT INTO bare (body) VALUES (%b)", (body,), prepare=True)

        try:
            compare(
                "evidence_append",
                ours,
                reference,
                "one bare insert of the same bytes, autocommit, same server and durability",
                "entries/s",
                COUNT,
                ROUNDS,
            )
        finally:
            bare.close()
            connection.close()


def bare_connection() -> Any:
    """Open a connection of psycopg's own to the same database, with a table of nothing but a key and the bytes."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    with owner_connection() as owner:
        owner.execute(
            "CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)"
        )
    name = connection.settings_dict["NAME"]
    return psycopg.connect(**_parameters(settings.DATABASES["default"], name), autocommit=True)


def owner_connection() -> Any:
    """Open a connection as the owner of the schema, which commits each statement."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    name = connection.settings_dict["NAME"]
    return psycopg.connect(**_parameters(settings.DATABASES["owner"], name), autocommit=True)


def _parameters(database: dict[str, Any], name: str) -> dict[str, Any]:
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {"dbname": name, **{ours: database[theirs] for ours, theirs in parts.items() if database[theirs]}}
