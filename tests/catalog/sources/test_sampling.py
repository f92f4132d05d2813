"""Samples are small and the same each time."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.sources.connectors.sampling import key_points, shares, unique_names


@given(st.integers(-(2**62), 2**62), st.integers(1, 2**62), st.integers(1, 50), st.integers(0, 99))
def test_points_lie_in_the_range_and_are_the_same_for_the_same_seed(
    low: int, span: int, count: int, seed: int
) -> None:
    points = key_points(low, low + span, count, seed)
    assert points == key_points(low, low + span, count, seed)
    assert 0 < len(points) <= count and list(points) == sorted(set(points))
    assert all(low <= point <= low + span for point in points)


def test_an_empty_range_has_no_points() -> None:
    assert key_points(5, 4, 10, 0) == ()


@given(st.integers(1, 10_000), st.integers(1, 100))
def test_all_parts_together_give_enough_rows(rows: int, parts: int) -> None:
    assert shares(rows, parts) * parts >= rows


@given(st.lists(st.sampled_from(["", "a", "a_2", "b"]), max_size=8))
def test_column_names_are_distinct_and_never_empty(names: list[str]) -> None:
    made = unique_names(names)
    assert len(set(made)) == len(names) and all(made)
