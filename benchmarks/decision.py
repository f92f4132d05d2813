"""One decision in-process, now, against one look-up by primary key through the same psycopg connection."""

from benchmarks.decided import fill
from benchmarks.harness import compare, product_database

PEOPLE, EVENTS, COUNT, ROUNDS = 20_000, 10, 1_000, 15


def run() -> None:
    """Both sides are prepared and read binary rows; ours has a purpose with kin, objections and a channel."""
    with product_database():
        import psycopg
        from django.db import connection

        from consent.decisions import may
        from consent.law.facts import Channel
        from consent.subjects.models import Subject

        purpose = fill(PEOPLE, EVENTS)
        people = list(Subject.objects.order_by("id").values_list("id", flat=True)[:COUNT])
        asked = frozenset({"contact.email"})
        events = list(connection_rows("SELECT DISTINCT ON (subject_id) id FROM consents_consentevent", COUNT))

        def ours() -> None:
            for who in people:
                may(purpose, who, asked, Channel.EMAIL)

        def reference() -> None:
            with psycopg.Cursor(connection.connection) as cursor:
                for number in events:
                    cursor.execute(_LOOK_UP, (number,), prepare=True, binary=True)
                    cursor.fetchone()

        compare(
            "decision", ours, reference,
            "one look-up by primary key through the same psycopg connection, prepared, binary", "decisions/s",
            COUNT, ROUNDS,
        )  # fmt: skip


_LOOK_UP = "SELECT id, kind, at, recorded_at FROM consents_consentevent WHERE id = %s"


def connection_rows(sql: str, count: int) -> list[object]:
    """Return the first column of so many rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {count}")
        return [row[0] for row in cursor.fetchall()]
