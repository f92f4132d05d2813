"""Reads described columns from JSON lines and writes their verdicts the same way."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.classify.types import ColumnDescription, Verdict

_REQUIRED = ("source", "table", "column")
_OPTIONAL = ("type", "comment", "references")


class Refused(ValueError):
    """A line that cannot be read; says which and why, never what else it holds."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line


def read(lines: Iterable[str | bytes]) -> list[ColumnDescription]:
    """The described columns, one per line; blank lines at the very end are passed over."""
    columns: list[ColumnDescription] = []
    blank = 0
    for number, raw in enumerate(lines, start=1):
        text = _decoded(raw, number).strip()
        if not text:
            blank = blank or number
            continue
        if blank:
            raise Refused(blank, "the line is empty")
        columns.append(_column(text, number))
    if not columns:
        raise Refused(1, "the file holds no column")
    return columns


def write(columns: Sequence[ColumnDescription], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One JSON line per column, in order."""
    for column, verdict in zip(columns, verdicts, strict=True):
        yield json.dumps(answer(column, verdict), ensure_ascii=True)


def answer(column: ColumnDescription, verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data, without any sampled value."""
    return {
        "source": column.source,
        "table": column.table,
        "column": column.column,
        "personal": verdict.personal,
        "category": verdict.category,
        "special": verdict.special,
        "subjects": verdict.subjects.value if verdict.subjects else None,
        "confidence": verdict.confidence,
        "category_confidence": verdict.category_confidence,
        "reasons": [{"rule": why.rule, "de": why.de, "en": why.en} for why in verdict.reasons],
    }


def _decoded(raw: str | bytes, number: int) -> str:
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise Refused(number, "the line is not UTF-8") from None


def _column(text: str, number: int) -> ColumnDescription:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(number, "the line is not JSON") from None
    if not isinstance(entry, dict):
        raise Refused(number, "the line is not a JSON object")
    for key in _REQUIRED:
        _check_required(entry, key, number)
    for key in _OPTIONAL:
        if not isinstance(entry.get(key), str | None):
            raise Refused(number, f'"{key}" is not text')
    if not isinstance(entry.get("sample_values"), list | None):
        raise Refused(number, '"sample_values" is not a list')
    return ColumnDescription(
        source=entry["source"],
        table=entry["table"],
        column=entry["column"],
        type=entry.get("type"),
        comment=entry.get("comment"),
        sample_values=entry.get("sample_values") or (),
        references=entry.get("references"),
    )


def _check_required(entry: dict[str, Any], key: str, number: int) -> None:
    if key not in entry:
        raise Refused(number, f'"{key}" is missing')
    if not isinstance(entry[key], str):
        raise Refused(number, f'"{key}" is not text')
