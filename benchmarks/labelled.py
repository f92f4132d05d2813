"""The labelled columns that the classifier's benchmarks run on, and files of them for the references."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.environments import ROOT
from catalog.classify.types import ColumnDescription

HELD_OUT = ROOT / "tests" / "catalog" / "classify" / "heldout_columns.jsonl"
SECOND_READER = HELD_OUT.with_name("second_reader.jsonl")
THIRD_READER = tuple(HELD_OUT.with_name(f"third_reader_{half}.jsonl") for half in ("read", "unread"))
GIVEN = Path("shared") / "data" / "columns" / "labelled_columns.jsonl"

Labelled = dict[str, Any]


def labelled_columns() -> list[Labelled]:
    """The given labelled columns where they lie beside the project, else the project's own held-out ones."""
    for folder in ROOT.parents:
        if (folder / GIVEN).is_file():
            return read(folder / GIVEN)
    print("No labelled columns beside the project; its own held-out ones are used.", file=sys.stderr)
    return read(HELD_OUT)


def read(path: Path) -> list[Labelled]:
    """One labelled column a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def described(rows: list[Labelled], *, values: bool) -> list[ColumnDescription]:
    """The columns as the classifier takes them."""
    return [
        ColumnDescription(
            row["source"],
            row["table"],
            row["column"],
            row.get("type"),
            sample_values=row.get("sample_values") or () if values else (),
        )
        for row in rows
    ]


def repeated(rows: list[Labelled], count: int) -> list[Labelled]:
    """The columns again and again, each time as those of another source, until there are `count`."""
    return [
        {**row, "source": f"{row['source']} {number // len(rows)}"}
        for number, row in zip(range(count), _endless(rows), strict=False)
    ]


def with_values(rows: list[Labelled], each: int) -> list[Labelled]:
    """The columns that have values, with exactly `each` of them."""
    filled = [row for row in rows if row.get("sample_values")]
    return [{**row, "sample_values": (row["sample_values"] * each)[:each]} for row in filled]


@contextmanager
def as_file(rows: list[Labelled]) -> Iterator[Path]:
    """The columns as a file for a reference in another process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "columns.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        yield path


def _endless(rows: list[Labelled]) -> Iterator[Labelled]:
    while True:
        yield from rows
