"""Classifying columns with 20 values each, against Presidio's pattern recognisers on a blank pipeline."""

import os

COUNT, VALUES = 500, 20


def run() -> None:
    """One thread for both. The same columns, fewer than 20,000 because the reference needs minutes for those."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    from benchmarks.environments import ReferenceProcess, reference_python
    from benchmarks.harness import compare
    from benchmarks.labelled import as_file, described, labelled_columns, repeated, with_values
    from catalog.classify.classifier import classify, forget

    rows = repeated(with_values(labelled_columns(), VALUES), COUNT)
    columns = described(rows, values=True)

    def ours() -> None:
        forget()
        classify(columns)

    with (
        as_file(rows) as path,
        ReferenceProcess(reference_python("presidio"), "presidio_values.py", str(path)) as other,
    ):
        compare(
            "classify_values",
            ours,
            other.run,
            "presidio-analyzer 2.2.366, pattern recognisers on a blank spaCy pipeline",
            "columns/s",
            COUNT,
        )
