"""The true label of every column of the demo company, in the words of the classifier's answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.demo.company import SILOS


def labels() -> Iterator[dict[str, Any]]:
    """Return one line for each column: where it is, what it holds, whose data it is."""
    for silo in SILOS:
        for table in silo.tables:
            for column in table.columns:
                yield {
                    "source": silo.name,
                    "schema": table.schema,
                    "table": table.name,
                    "column": column.name,
                    "type": column.type,
                    "comment": column.comment,
                    "personal": column.label != "none",
                    "category": column.label,
                    "special": column.special,
                    "subjects": table.subjects_of(column),
                    "ambiguous": column.ambiguous,
                }


def write_labels(path: Path) -> None:
    """Write the labels as JSON lines."""
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in labels()), encoding="utf-8"
    )
