"""Recording one consent (event, state, entry in the ledger) with a commit each, against a bare insert of its bytes."""

import json
import uuid
from typing import Any

from benchmarks.evidence_append import bare_connection
from benchmarks.harness import compare, product_database

COUNT = 300
ROUNDS = 15


def run() -> None:
    """Record givings and withdrawals of different people; the reference is psycopg in autocommit, prepared."""
    with product_database():
        from django.db import connection

        from consent.consents.models import ConsentEvent
        from consent.consents.recording import Said, say
        from consent.law.standing import Kind

        purpose, people = _purpose_and_people()
        bare = bare_connection()
        number = iter(range(10**9))

        def ours() -> None:
            for _ in range(COUNT):
                one = next(number)
                kind = Kind.WITHDRAWN if one % 4 == 3 else Kind.GIVEN
                say(Said(f"b-{one}", people[one % len(people)], purpose, kind, "web", expression="box"), None)

        ours()
        rows = list(ConsentEvent.objects.values()[:COUNT])
        bodies = [json.dumps(row, default=str).encode() for row in rows]

        def reference() -> None:
            for body in bodies:
                bare.execute("INSERT INTO bare (body) VALUES (%b)", (body,), prepare=True)

        try:
            compare(
                "consent_record", ours, reference, "one bare insert of the event's bytes, autocommit",
                "events/s", COUNT, ROUNDS,
            )  # fmt: skip
        finally:
            bare.close()
            connection.close()


def _purpose_and_people() -> tuple[uuid.UUID, list[uuid.UUID]]:
    from consent.parties.models import Department
    from consent.purposes.models import Purpose
    from consent.subjects.models import Subject

    department = Department.objects.create(name="Benchmark")
    purpose: Any = Purpose.objects.create(
        key="benchmark", department=department, name_de="b", name_en="b", kinds=["DirectMarketing"]
    )
    people = Subject.objects.bulk_create(Subject() for _ in range(5_000))
    return purpose.id, [one.id for one in people]
