"""What kind of values a text column holds, guessed from some of them."""

import re
from collections.abc import Iterable

_KINDS = (
    ("boolean", re.compile(r"(?:true|false|ja|nein|yes|no|wahr|falsch)", re.IGNORECASE)),
    ("integer", re.compile(r"[+-]?\d{1,18}")),
    ("decimal", re.compile(r"[+-]?(?:\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?")),
    ("date", re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}")),
    (
        "timestamp",
        re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4})[T ]\d{2}:\d{2}(?::\d{2})?.{0,16}"),
    ),
)


def kind_of(values: Iterable[str | None]) -> str:
    """Return "integer", "decimal", "date", "timestamp", "boolean" or "text" for a column's values."""
    given = [value.strip() for value in values if value and value.strip()]
    if not given:
        return "text"
    for kind, pattern in _KINDS:
        if all(pattern.fullmatch(value) for value in given):
            # 01234 is a postcode or an account, not a number
            return "text" if kind == "integer" and any(_leading_zero(value) for value in given) else kind
    return "text"


def is_value(text: str) -> bool:
    """Tell whether a cell of a first line is a value rather than a column's name."""
    return not text.strip() or kind_of([text]) != "text" or "@" in text


def _leading_zero(value: str) -> bool:
    return len(value) > 1 and value.startswith("0")
