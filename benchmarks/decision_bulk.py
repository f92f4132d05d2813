"""One purpose over 1 M people to an Arrow column with rule ids, against one SQL join that yields one boolean."""

import sys

from benchmarks.decided import fill
from benchmarks.harness import compare, product_database

PEOPLE, EVENTS = 1_000_000, 2


def run() -> None:
    """Both sides stream through ADBC with the same settings; the reference joins people with kept states."""
    with product_database():
        from consent.decisions import stream_all
        from consent.decisions.reading import snapshot
        from consent.law.facts import Channel

        print(f"inventing {PEOPLE:,} people ...", file=sys.stderr, flush=True)
        purpose = fill(PEOPLE, EVENTS)
        print("filled", file=sys.stderr, flush=True)
        join = (
            "SELECT s.id, coalesce(c.state IN ('ConsentGiven', 'RenewedConsentGiven'), false) AS allowed"
            " FROM subjects_subject s LEFT JOIN consents_consentstate c"
            f" ON c.subject_id = s.id AND c.purpose_id = '{purpose}'"
        )

        def ours() -> None:
            _all_of(stream_all(purpose, frozenset({"contact.email"}), Channel.EMAIL))

        def reference() -> None:
            with snapshot() as reading:
                _all_of(reading.stream(join))

        compare(
            "decision_bulk", ours, reference, "one SQL join that yields one boolean, fetched the same way",
            "people/s", PEOPLE,
        )  # fmt: skip


def _all_of(batches) -> None:  # type: ignore[no-untyped-def]
    rows = sum(batch.num_rows for batch in list(batches))
    if rows != PEOPLE:
        raise RuntimeError(f"Read {rows} people, not {PEOPLE}.")
