"""Reproducible randomness: the numbers of SplitMix64, and draws that keep to their weights."""

from datetime import date
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.demo.dice import Dice

MASK = 2**64 - 1


def split_mix(state: int) -> int:
    """The generator as its authors give it, one number at a time."""
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


@given(seed=st.integers(0, 2**32), name=st.text(max_size=8))
def test_bits_are_those_of_split_mix(seed, name):
    start = int.from_bytes(blake2b(f"{seed}:/{name}".encode(), digest_size=8).digest(), "big")
    expected = [split_mix((start + step * 0x9E3779B97F4A7C15) & MASK) for step in (1, 2, 3)]
    assert Dice(seed).bits(name, 3).to_list() == expected


def test_a_new_column_leaves_the_others_as_they_are():
    dice = Dice(1)
    before = dice.whole("age", 10, 0, 99).to_list()
    dice.whole("height", 10, 0, 99)
    assert dice.whole("age", 10, 0, 99).to_list() == before


def test_parts_of_the_company_have_dice_of_their_own():
    assert Dice(1).below("shop").bits("x", 5).to_list() != Dice(1).below("finance").bits("x", 5).to_list()


@given(low=st.integers(-50, 50), span=st.integers(0, 100))
def test_whole_numbers_stay_within_their_bounds(low, span):
    drawn = Dice(1).whole("x", 200, low, low + span)
    assert low <= drawn.min() <= drawn.max() <= low + span


def test_choices_follow_their_weights():
    drawn = Dice(1).pick("x", 20_000, ("often", "seldom"), (9, 1))
    assert (drawn == "seldom").sum() / 20_000 == pytest.approx(0.1, abs=0.01)


def test_days_stay_within_their_span():
    drawn = Dice(1).days("x", 500, date(2024, 2, 28), date(2024, 3, 1))
    assert set(drawn) == {date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)}


def test_an_order_is_a_permutation():
    assert sorted(Dice(1).order("x", 100)) == list(range(100))


@pytest.mark.parametrize("digits", [1, 16, 17, 40, 128])
def test_hexadecimal_strings_have_their_length(digits):
    drawn = Dice(1).hexes("x", 50, digits)
    assert drawn.str.contains(f"^[0-9a-f]{{{digits}}}$").all()
