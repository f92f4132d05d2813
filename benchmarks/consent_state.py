"""State and history of one person among 10 million events, against one look-up by primary key in the same table."""

import sys

from benchmarks.decided import fill
from benchmarks.decision import connection_rows
from benchmarks.harness import compare, product_database

PEOPLE, EVENTS, COUNT, ROUNDS = 1_000_000, 10, 300, 9


def run() -> None:
    """Ours reads all of a person's events on a purpose through the ORM and folds them, as pages and the API do."""
    with product_database():
        import psycopg
        from django.db import connection

        from consent.consents.reading import states
        from consent.law import clock
        from consent.purposes.models import Purpose
        from consent.subjects.models import Subject

        print(f"inventing {PEOPLE * EVENTS:,} events ...", file=sys.stderr, flush=True)
        purpose = Purpose.objects.get(pk=fill(PEOPLE, EVENTS))
        people = list(Subject.objects.order_by("id").values_list("id", flat=True)[:COUNT])
        events = connection_rows("SELECT id FROM consents_consentevent", COUNT)
        now = clock.now()

        def ours() -> None:
            for who in people:
                states([purpose], who, now, now)

        def reference() -> None:
            with psycopg.Cursor(connection.connection) as cursor:
                for number in events:
                    cursor.execute(
                        "SELECT * FROM consents_consentevent WHERE id = %s", (number,), prepare=True
                    )
                    cursor.fetchone()

        compare(
            "consent_state", ours, reference,
            f"one look-up by primary key among the same {PEOPLE * EVENTS:,} events", "people/s", COUNT, ROUNDS,
        )  # fmt: skip
