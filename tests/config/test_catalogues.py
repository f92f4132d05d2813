"""Every text has German, and only one."""

from babel.messages.catalog import Catalog

from config.web import catalogues


def catalog(**texts: str) -> Catalog:
    made = Catalog(locale="de")
    for english, german in texts.items():
        made.add(english, german)
    return made


def test_a_text_without_german_is_found():
    assert catalogues.missing(catalog(Since="", Until="Bis")) == ["Since"]


def test_a_text_that_two_parts_translate_differently_is_found():
    found = catalogues.contradictions([("a", catalog(Since="Ab")), ("b", catalog(Since="Seit"))])
    assert found == ["Since: Ab (a), Seit (b)"]


def test_a_text_that_one_part_has_not_translated_yet_contradicts_nothing():
    assert catalogues.contradictions([("a", catalog(Since="Ab")), ("b", catalog(Since=""))]) == []


def test_the_same_german_twice_is_no_contradiction():
    assert catalogues.contradictions([("a", catalog(Since="Ab")), ("b", catalog(Since="Ab"))]) == []
