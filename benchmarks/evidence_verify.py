"""Re-computing leaves, tree, roots and signatures of 1 M entries, against reading and hashing each once."""

import sys
import uuid
from hashlib import sha256

from benchmarks.harness import compare, product_database

COUNT = 1_000_000


def run() -> None:
    """Both sides stream the same bytes in the same way; ours is what `verify_evidence` does with them."""
    with product_database():
        from consent.evidence.reading import entry_bodies
        from consent.evidence.verification import recompute

        _fill(COUNT)

        def ours() -> None:
            found = recompute()
            if found.finding is not None or found.tree.size != COUNT:
                raise RuntimeError(f"The ledger did not verify: {found.finding}.")

        def reference() -> None:
            digest, read = sha256, 0
            for bodies in entry_bodies():
                for body in bodies:
                    digest(body).digest()
                read += len(bodies)
            if read != COUNT:
                raise RuntimeError(f"Read {read} entries, not {COUNT}.")

        compare(
            "evidence_verify",
            ours,
            reference,
            "reading the same entries from the same table by the same cursor and hashing each once",
            "entries/s",
            COUNT,
        )


def _fill(count: int) -> None:
    """Record entries in bulk, as bytes that record() would write, and give them their places."""
    from django.db import connection, transaction

    from consent.evidence.entry import compose
    from consent.evidence.kinds import Code, register
    from consent.evidence.sequencing import sequence_entries
    from consent.law import clock

    register("benchmark.read", source=uuid.UUID, connector=Code, rows=int)
    actors, sources = ([uuid.uuid4() for _ in range(100)] for _ in range(2))
    print(f"recording {count:,} entries ...", file=sys.stderr, flush=True)
    insert = "COPY evidence_entry (body) FROM STDIN (FORMAT BINARY)"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(insert) as copy:
        copy.set_types(["bytea"])
        for number in range(count):
            payload = {"source": sources[number % 97], "connector": "postgresql", "rows": number}
            actor = actors[number % 89]
            body = compose("benchmark.read", at=clock.now(), actor=actor, subject=None, payload=payload)[1]
            copy.write_row((body,))
    print("giving them their places ...", file=sys.stderr, flush=True)
    sequence_entries()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
