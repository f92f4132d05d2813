"""The bars of quality, held on columns of invented systems: the author's own and a second reader's."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.labelled import Labelled, described, read
from benchmarks.scores import Answer, Score, reliability, score
from catalog.classify.classifier import classify

SETS = ("heldout_columns.jsonl", "second_reader.jsonl")


@dataclass(frozen=True)
class Judged:
    """Labelled columns with what the classifier says of them."""

    rows: list[Labelled]
    answers: list[Answer]

    def score(self, language: str | None = None) -> Score:
        """How well it does, on all of them or on those of one language."""
        chosen = [place for place, row in enumerate(self.rows) if language in (None, row["lang"])]
        return score([self.rows[place] for place in chosen], [self.answers[place] for place in chosen])


def judge(name: str) -> Judged:
    rows = read(Path(__file__).parent / name)
    verdicts = classify(described(rows, values=True))
    return Judged(
        rows, [Answer(v.personal, v.category, v.special is not None, v.confidence) for v in verdicts]
    )


@pytest.fixture(scope="module", params=SETS)
def judged(request: pytest.FixtureRequest) -> Judged:
    return judge(request.param)


def test_personal_columns_are_found_and_others_left_alone(judged: Judged) -> None:
    found = judged.score()

    assert found.f1 >= 0.90
    assert found.precision >= 0.92
    assert found.mcc >= 0.70
    assert found.category >= 0.80


def test_german_tables_are_understood(judged: Judged) -> None:
    assert judged.score("de").f1 >= 0.88


def test_art_9_and_10_gdpr_are_flagged_and_of_the_right_kind(judged: Judged) -> None:
    found = judged.score()

    assert found.special > 50
    assert found.flagged >= 0.90
    assert found.kind >= 0.85


def test_of_the_answers_at_nine_tenths_nine_in_ten_are_right(judged: Judged) -> None:
    top = next(right for lower, _, _, right in reliability(judged.rows, judged.answers) if lower == 0.9)

    assert top >= 0.9


def test_columns_that_no_rule_was_written_for_do_not_get_worse() -> None:
    """A third reader's systems, kept from the rules' authors: far from the bar, so this guards only."""
    assert judge("third_reader_unread.jsonl").score().f1 >= 0.85
