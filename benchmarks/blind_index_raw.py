"""Blind indexes of a million addresses as sources hold them, normalising included; the reference gets them normalised."""

from benchmarks.harness import compare
from benchmarks.indexed import AGAINST, COUNT, KEY, normalised_addresses, raw_addresses, reference
from consent.subjects.blind import blind_indexes, normalise


def run() -> None:
    """The reference does less: it does not normalise."""
    values = raw_addresses()
    if not normalise("email", values)[1].sort().equals(normalised_addresses().sort()):
        raise SystemExit("The raw addresses do not normalise to the reference's.")

    def ours() -> None:
        blind_indexes(KEY, "email", None, values)

    with reference() as other:
        compare(
            "blind_index_raw",
            ours,
            other.run,
            AGAINST,
            "values/s",
            COUNT,
        )
