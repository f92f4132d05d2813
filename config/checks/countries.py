"""In which countries the GDPR is law on a day; pure, reads the versioned data beside it."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("countries.toml")


def where_the_gdpr_is_law(on: date) -> frozenset[str]:
    """Return the two-letter codes of the EU's and the EEA's states on a day."""
    return frozenset(code for group in _groups() if _holds(group, on) for code in group["codes"])


def _holds(group: dict[str, Any], on: date) -> bool:
    return bool(group["since"] <= on <= group.get("until", date.max))


@cache
def _groups() -> tuple[dict[str, Any], ...]:
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return tuple(value for value in data.values() if isinstance(value, dict))
