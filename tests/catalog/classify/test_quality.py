"""The bars of quality, held on columns of invented systems that the rules were not written for."""

import json
from pathlib import Path

import pytest

from benchmarks.labelled import described
from benchmarks.scores import Answer, Score, reliability, score
from catalog.classify.classifier import classify

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "heldout_columns.jsonl").read_text().splitlines()
]


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    verdicts = classify(described(ROWS, values=True))
    return [Answer(v.personal, v.category, v.special is not None, v.confidence) for v in verdicts]


def scored(answers: list[Answer], language: str | None = None) -> Score:
    chosen = [place for place, row in enumerate(ROWS) if language in (None, row["lang"])]
    return score([ROWS[place] for place in chosen], [answers[place] for place in chosen])


def test_personal_columns_are_found_and_others_left_alone(answers: list[Answer]) -> None:
    found = scored(answers)

    assert found.f1 >= 0.90
    assert found.precision >= 0.92
    assert found.mcc >= 0.70
    assert found.category >= 0.80


def test_german_tables_are_understood(answers: list[Answer]) -> None:
    assert scored(answers, "de").f1 >= 0.88


def test_art_9_and_10_gdpr_are_flagged_and_of_the_right_kind(answers: list[Answer]) -> None:
    found = scored(answers)

    assert found.special > 50
    assert found.flagged >= 0.90
    assert found.kind >= 0.85


def test_of_the_answers_at_nine_tenths_nine_in_ten_are_right(answers: list[Answer]) -> None:
    top = next(right for lower, _, _, right in reliability(ROWS, answers) if lower == 0.9)

    assert top >= 0.9
