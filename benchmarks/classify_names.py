"""Classifying 20,000 columns by their names alone, against detectpii's expressions over names."""

from benchmarks.environments import ReferenceProcess, reference_python
from benchmarks.harness import compare
from benchmarks.labelled import as_file, described, labelled_columns, repeated
from catalog.classify.classifier import classify, forget

COUNT = 20_000


def run() -> None:
    """Each round of ours starts with nothing remembered: names are read anew, tables judged anew."""
    rows = repeated(labelled_columns(), COUNT)
    columns = described(rows, values=False)

    def ours() -> None:
        forget()
        classify(columns)

    with (
        as_file(rows) as path,
        ReferenceProcess(reference_python("detectpii"), "detectpii_names.py", str(path)) as other,
    ):
        compare(
            "classify_names",
            ours,
            other.run,
            "detectpii 0.1.8, English expressions over column names",
            "columns/s",
            COUNT,
        )
