"""Art. 8 GDPR: from which age a child consents itself, by country and day."""

from datetime import date

import pytest

from consent.law.children import age_on, needs_guardian, threshold


@pytest.mark.parametrize(
    ("country", "day", "age"),
    [
        ("DE", date(2026, 1, 1), 16),
        ("AT", date(2026, 1, 1), 14),
        ("FR", date(2026, 1, 1), 15),
        ("DK", date(2023, 12, 31), 13),
        ("DK", date(2024, 1, 1), 15),
    ],
)
def test_art_8_1_the_age_is_the_one_of_the_country_and_the_day(country, day, age):
    assert threshold(country, day).age == age


@pytest.mark.parametrize("country", [None, "US", "??"])
def test_art_8_1_an_unknown_country_counts_as_the_strictest(country):
    assert threshold(country, date(2026, 1, 1)).age == 16
    assert not threshold(country, date(2026, 1, 1)).verified


def test_an_age_that_nobody_verified_is_marked():
    assert threshold("DE", date(2026, 1, 1)).verified
    assert not threshold("PT", date(2026, 1, 1)).verified


def test_a_child_needs_its_guardian_until_the_birthday():
    born = date(2010, 6, 15)
    assert needs_guardian(born, "DE", date(2026, 6, 14))
    assert not needs_guardian(born, "DE", date(2026, 6, 15))


def test_a_missing_birth_date_says_nothing_about_a_child():
    assert not needs_guardian(None, "DE", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "age"), [(date(2027, 2, 28), 10), (date(2027, 3, 1), 11), (date(2028, 2, 29), 12)]
)
def test_who_was_born_on_29_february_turns_on_1_march_in_other_years(day, age):
    assert age_on(date(2016, 2, 29), day) == age
