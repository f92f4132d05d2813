"""A company's own words and detectors: data, checked, and shown before they apply."""

from typing import Any

import pytest

from catalog.classify.classifier import classify
from catalog.classify.company import Unusable, changes, company_vocabulary
from catalog.classify.types import ColumnDescription
from catalog.classify.version import rules_version
from catalog.classify.vocabulary import standard

WORDS = {
    "word": [{"word": "Zählpunkt", "category": "identifier.customer"}],
    "row": [{"word": "Abnahmestelle", "is": "customer"}],
    "detector": [{"name": "customer card", "pattern": "KK-[0-9]{4}", "category": "identifier.customer"}],
}


def column(table: str, name: str, *values: str) -> ColumnDescription:
    return ColumnDescription("netz", table, name, sample_values=values)


def test_a_word_gets_the_category_that_the_company_gives_it() -> None:
    verdict = classify([column("t1", "zaehlpunkt")], company_vocabulary(WORDS))[0]

    assert verdict.category == "identifier.customer"
    assert "Zählpunkt" in verdict.reasons[0].de


def test_a_table_is_about_whom_the_company_says() -> None:
    key = classify([column("abnahmestellen", "id")], company_vocabulary(WORDS))[0]

    assert (key.category, key.subjects) == ("identifier.customer", "customer")


def test_a_detector_knows_the_company_s_own_numbers_by_their_share() -> None:
    ours = company_vocabulary(WORDS)

    assert classify([column("t1", "x", "KK-1234", "KK-9999")], ours)[0].category == "identifier.customer"
    assert not classify([column("t1", "x", "KK-1234", "Öl", "Mehl")], ours)[0].personal


def test_what_would_change_is_shown_and_nothing_else() -> None:
    described = [column("t1", "zaehlpunkt"), column("kunden", "email"), column("t1", "preis")]

    found = changes(described, company_vocabulary(WORDS))

    assert [(change.column.column, change.before.category, change.after.category) for change in found] == [
        ("zaehlpunkt", "none", "identifier.customer")
    ]


def test_a_company_s_words_change_the_version_of_the_rules() -> None:
    assert rules_version(company_vocabulary(WORDS)) != rules_version(standard())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"words": []}, "Unknown part: words"),
        ({"word": [{"word": "x", "category": "name"}]}, "word 1: the word has no two letters"),
        ({"word": [{"word": "Zähler", "category": "secret"}]}, 'word 1: there is no category "secret"'),
        ({"word": [{"word": "Zähler", "category": "name", "holds": "often"}]}, 'word 1: "holds" is'),
        ({"row": [{"word": "Netz", "is": "planet"}]}, 'row 1: there is no kind of row called "planet"'),
        ({"detector": [{"name": "n", "pattern": "(", "category": "name"}]}, "detector 1: the pattern is not"),
        (
            {"detector": [{"name": "n", "pattern": "a", "category": "name", "share": 2}]},
            'detector 1: "share"',
        ),
        ({"word": "Zähler"}, "word: expected"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_with_its_place(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(Unusable) as refusal:
        company_vocabulary(data)
    assert str(refusal.value).startswith(problem)
