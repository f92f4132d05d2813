"""Notices: the points of Art. 13 and 14, and what a new version changes."""

from datetime import date

import pytest

from consent.law.notices import Scope, material_changes, missing

DAY = date(2026, 11, 24)
BASE_13 = {"controller", "purposes", "storage", "rights", "complaint", "duty_to_provide"}
BASE_14 = {"controller", "purposes", "categories", "storage", "rights", "complaint", "source"}


def keys(origin, told=(), facts=()):
    return {point.key for point in missing(origin, dict.fromkeys(told, "told"), frozenset(facts), DAY)}


def test_art_13_an_empty_notice_misses_every_point_that_is_always_due():
    assert keys("person") == BASE_13


def test_art_14_asks_for_categories_and_source_and_not_for_the_duty_to_provide():
    assert keys("elsewhere") == BASE_14


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        ("consent", "withdrawal"),
        ("third_country", "transfers"),
        ("legitimate_interests", "interests"),
        ("automated_decision", "automated_decisions"),
        ("has_dpo", "dpo"),
        ("has_recipients", "recipients"),
    ],
)
def test_art_13_1_and_2_a_fact_makes_its_point_due(fact, key):
    assert keys("person", told=BASE_13, facts=[fact]) == {key}
    assert keys("person", told={*BASE_13, key}, facts=[fact]) == set()


def test_blank_words_tell_nothing():
    assert {m.key for m in missing("person", {"controller": "  "}, frozenset(), DAY)} == BASE_13


def test_art_4_11_a_new_purpose_recipient_or_country_is_material():
    old = Scope(frozenset({"newsletter"}), frozenset({"mailer"}), frozenset({"DE"}))
    assert material_changes(old, old) == frozenset()
    wider = Scope(old.purposes | {"profiling"}, old.recipients | {"agency"}, old.countries | {"US"})
    assert material_changes(old, wider) == {"purpose", "recipient", "country"}
    assert material_changes(wider, old) == frozenset()
