"""Unsure answers come with the one question that would settle them; settled ones are proposed elsewhere."""

from catalog.classify.classifier import classify
from catalog.classify.questions import SURE, settled, settling_question
from catalog.classify.types import ColumnDescription
from consent.law.categories import CATEGORIES


def described(table: str, column: str, source: str = "erp") -> ColumnDescription:
    return ColumnDescription(source, table, column)


def test_a_sure_answer_asks_nothing() -> None:
    column = described("kunden", "vorname")

    assert settling_question(column, classify([column])[0]) is None


def test_an_unsure_answer_asks_one_question_in_both_languages_with_what_follows_from_each_answer() -> None:
    column = described("xq7", "feld3")
    verdict = classify([column])[0]
    question = settling_question(column, verdict)

    assert verdict.confidence < SURE
    assert question is not None
    assert "xq7" in question.de
    assert "xq7" in question.en
    assert len(question.choices) >= 2
    assert all(choice.category in CATEGORIES and choice.de and choice.en for choice in question.choices)


def test_an_unsure_special_category_is_asked_with_its_article() -> None:
    column = described("laborwert", "zq9")
    question = settling_question(column, classify([column])[0])

    assert question is not None
    assert "Art. 9 DSGVO" in question.de
    assert [choice.special for choice in question.choices] == ["art9", None, None]


def test_an_answer_settles_the_verdict() -> None:
    column = described("laborwert", "zq9")
    verdict = classify([column])[0]
    question = settling_question(column, verdict)
    assert question is not None

    after = settled(column, verdict, question.choices[2])

    assert (after.personal, after.category, after.special, after.subjects) == (False, "none", None, None)
    assert settling_question(column, after) is None
