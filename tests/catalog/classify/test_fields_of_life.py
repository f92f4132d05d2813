"""Art. 9 and 10 GDPR by field of life and language: invented systems, each with what must not be taken for it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.classify.columns import judged

_FOLDER = Path(__file__).parent / "fields_of_life"
_NOT_CATEGORIES = {"source", "name", "beside", "plain"}


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(_FOLDER.glob("*.toml")):
        for table in tomllib.loads(file.read_text(encoding="utf-8"))["table"]:
            yield f"{file.stem}-{table['source']}-{table['name']}", table


def _expected(table: dict[str, Any]) -> dict[str, str]:
    return {column: category for category in table.keys() - _NOT_CATEGORIES for column in table[category]}


@pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in _tables()])
def test_a_field_of_life_is_recognised_and_nothing_else_is_taken_for_it(table: dict[str, Any]) -> None:
    expected, plain = _expected(table), table.get("plain", [])

    verdicts = judged(table["source"], table["name"], [*table["beside"], *expected, *plain])

    wrong = {
        column: (category, verdicts[column].category)
        for column, category in expected.items()
        if verdicts[column].category != category
    }
    taken = {column: verdicts[column].category for column in plain if verdicts[column].special}
    assert (wrong, taken) == ({}, {})
