"""Blind indexes of a million distinct normalised addresses, against polars-hash's HMAC over the same column."""

from benchmarks.harness import compare
from benchmarks.indexed import AGAINST, COUNT, KEY, normalised_addresses, reference
from consent.subjects.cmac import cmac


def run() -> None:
    """Both start from text in Arrow memory and end with binary columns."""
    values = normalised_addresses().to_arrow()

    def ours() -> None:
        cmac(KEY, values)

    with reference() as other:
        compare("blind_index", ours, other.run, AGAINST, "values/s", COUNT)
