"""Values speak where names are silent, and against names that promise too much."""

import pyarrow as pa
import pytest

from catalog.classify.values.checksums import health_insurance, pension_insurance, right
from tests.catalog.classify.columns import judged

NAMELESS = {
    "f1": ["Anna", "Peter", "Klaus", "Sabine", "Heinz"],
    "f2": ["anna@example.org", "p.k@example.net", "info@example.com"],
    "f3": ["DE89 3704 0044 0532 0130 00", "GB82 WEST 1234 5698 7654 32"],
    "f4": ["Lange Straße 7", "Am Markt 12a", "Hauptstr. 4", "Ahornweg 9"],
    "f5": ["+49 511 1234567", "0511 99887766", "(030) 1234567"],
    "f6": ["ev", "rk", "rk", "ev"],
    "f7": ["A+", "0-", "AB+"],
    "f8": ["86095742719", "47036892816", "65929970489", "57549285017"],
    "f9": ["17", "23", "5"],
}


@pytest.mark.parametrize(
    ("column", "category"),
    [
        ("f1", "name"), ("f2", "contact.email"), ("f3", "financial"), ("f4", "address"), ("f5", "contact.phone"),
        ("f6", "special.religion"), ("f7", "special.health"), ("f8", "identifier.government"), ("f9", "none"),
    ],
)  # fmt: skip
def test_values_are_recognised_without_any_name(column: str, category: str) -> None:
    assert judged("export", "blatt1", NAMELESS)[column].category == category


def test_flags_are_no_email_addresses() -> None:
    named = judged("shop", "kunden", {"id": ["1"], "email": ["0", "1", "1", "0"]})

    assert not named["email"].personal


def test_values_that_fit_the_name_raise_the_confidence() -> None:
    without = judged("shop", "kunden", ["email"])["email"]
    fitting = judged("shop", "kunden", {"email": ["a@example.org", "b@example.org", "c@example.org"]})[
        "email"
    ]

    assert fitting.confidence > without.confidence


def test_one_hit_among_many_values_is_not_enough() -> None:
    values = ["Schraube", "Mutter", "anna@example.org", "Dübel", "Nagel", "Haken", "Öse"]

    assert judged("erp", "blatt1", {"x1": values})["x1"].category == "none"


def test_arrow_arrays_are_looked_at_like_lists() -> None:
    plain = judged("export", "blatt1", {"x": ["a@example.org", "b@example.org", "c@example.org"]})
    arrow = judged("export", "blatt1", {"x": pa.array(["a@example.org", "b@example.org", "c@example.org"])})

    assert plain == arrow


@pytest.mark.parametrize("number", ["15070649C103", "65 170839 J 003"])
def test_a_pension_insurance_number_is_right(number: str) -> None:
    assert pension_insurance(number)
    assert not pension_insurance(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("number", ["A123456780", "T220001291"])
def test_a_health_insurance_number_is_right(number: str) -> None:
    assert health_insurance(number)
    assert not health_insurance(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("iban", "DE89370400440532013000"),
        ("card", "4111 1111 1111 1111"),
        ("national_id", "44051401359"),
        ("social_security", "RSSMRA85T10A562S"),
    ],
)
def test_a_number_is_recognised_by_its_check_digit(kind: str, number: str) -> None:
    assert right(kind, number)
