"""What holds for any columns whatever, as properties."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.classify.classifier import classify
from catalog.classify.types import ColumnDescription
from consent.law.categories import CATEGORIES

names = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "id",
            "name",
            "email",
            "kunde_id",
            "Diagnose",
            "betrag",
            "created_by",
            "عنوان",
            "🏥",
            "x" * 5_000,
            "",
            "__",
            "geb",
        ]
    ),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.binary(max_size=10),
    st.dates(),
)
values = st.lists(
    st.one_of(
        scalars, st.lists(scalars, max_size=3), st.dictionaries(st.text(max_size=5), scalars, max_size=3)
    ),
    max_size=6,
)
columns = st.lists(
    st.builds(
        ColumnDescription,
        source=st.sampled_from(["shop", "klinik", "\x00"]),
        table=names,
        column=names,
        type=st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["int", "varchar(40)", "date"])),
        comment=st.one_of(st.none(), st.text(max_size=30)),
        sample_values=values,
        references=st.one_of(st.none(), st.text(max_size=12), st.just("kunde.id")),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(columns)
def test_any_columns_get_a_verdict_each_of_a_known_category_with_reasons_in_both_languages(
    described: list[ColumnDescription],
) -> None:
    verdicts = classify(described)

    assert len(verdicts) == len(described)
    for verdict in verdicts:
        assert verdict.category in CATEGORIES
        assert verdict.personal == (verdict.category != "none")
        assert verdict.special == CATEGORIES[verdict.category].special
        assert 0 <= verdict.confidence <= 1
        assert 0 <= verdict.category_confidence <= 1
        assert verdict.reasons
        assert all(reason.de and reason.en and reason.rule for reason in verdict.reasons)


@settings(max_examples=40, deadline=None)
@given(columns, st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(
    described: list[ColumnDescription], chance: random.Random
) -> None:
    order = list(range(len(described)))
    chance.shuffle(order)
    shuffled = classify([described[place] for place in order])

    assert [shuffled[order.index(place)] for place in range(len(described))] == classify(described)


@settings(max_examples=40, deadline=None)
@given(columns)
def test_samples_of_nothing_change_nothing(described: list[ColumnDescription]) -> None:
    def sampled(column: ColumnDescription, values: Any) -> ColumnDescription:
        return ColumnDescription(
            column.source, column.table, column.column, column.type, column.comment, values, column.references
        )

    bare = [sampled(column, ()) for column in described]
    nothing = [sampled(column, [None, None, "", "  ", b""]) for column in described]

    assert classify(bare) == classify(nothing)


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=20),
    st.sampled_from(["@example.org", " 17", ""]),
)
def test_no_reason_repeats_a_sampled_value(value: str, ending: str) -> None:
    column = ColumnDescription("shop", "kunden", "feld", sample_values=[value + ending] * 4)

    assert all(value not in reason.de + reason.en + reason.rule for reason in classify([column])[0].reasons)
