"""What people ask becomes filters: categories, subjects, departments; the rest is searched for."""

import pytest

from catalog.fields.asking import fold, understand
from catalog.fields.vocabulary import CATEGORY_WORDS, SUBJECT_WORDS
from consent.law.categories import CATEGORIES, Subjects


@pytest.mark.parametrize(
    "question",
    [
        "Gesundheitsdaten von Kunden",
        "health data about customers: where?",
        "Wo liegen Gesundheitsangaben über Kunden?",
        "customers health",
    ],
)
def test_health_data_about_customers_is_understood(question):
    understood = understand(question)
    assert understood.categories == ("special.health",)
    assert understood.subjects == (Subjects.CUSTOMER,)
    assert understood.text == ""


@pytest.mark.parametrize(
    ("question", "categories"),
    [
        ("E-Mail-Adressen", ("contact.email", "address")),
        ("IP-Adresse", ("identifier.online",)),
        ("date of birth of children", ("date_of_birth_age",)),
        ("Freitexte", ("free_text_may_contain_personal_data",)),
        ("Zahlungsdaten", ("financial",)),
    ],
)
def test_categories_are_understood_in_both_languages(question, categories):
    assert set(understand(question).categories) <= set(categories)
    assert understand(question).categories


def test_names_of_columns_are_searched_for():
    assert understand("mobilitaet_code").words == ("mobilitaet_code",)
    assert understand("mobilitaet_code").filtered is False


def test_departments_and_sources_are_understood_by_their_names():
    understood = understand(
        "Standorte in der Logistik Süd und lager_tms", {"Logistik Süd": "d1"}, {"lager_tms": "s1"}
    )
    assert (understood.departments, understood.sources) == (("d1",), ("s1",))
    assert understood.categories == ("location",)


def test_open_proposals_are_understood():
    assert [str(one) for one in understand("offene Vorschläge").decisions] == ["proposed"]


def test_an_empty_or_endless_question_is_no_question():
    assert understand("") == understand("  ?! ")
    assert len(understand("x " * 10_000).words) <= 300


def test_every_word_stands_for_a_known_key_and_is_written_folded():
    for word, keys in CATEGORY_WORDS.items():
        assert fold(word) == word
        assert set(keys) <= set(CATEGORIES)
    for word in SUBJECT_WORDS:
        assert fold(word) == word
