"""Production starts only with hosts that are declared and stand where they may; owners are two questions."""

from dataclasses import replace
from datetime import date

import pytest

from config.checks.countries import where_the_gdpr_is_law
from config.checks.declaration import DeclaredHost
from config.checks.hosts import NamedHost
from config.checks.residency import Finding, Residency, judge

TODAY = date(2026, 11, 24)
GERMAN = DeclaredHost(
    "db.example.eu",
    "Beispiel Rechenzentrum GmbH",
    "DE",
    "Beispiel Holding SE",
    "DE",
    "A. Krause",
    date(2026, 11, 2),
)
NAMED = NamedHost("db.example.eu", "database", "DATABASES")


def judged(*declared: DeclaredHost, allowed: tuple[str, ...] = ()) -> Residency:
    return judge([NAMED], declared, on=TODAY, allowed=allowed)


def test_a_declared_host_in_germany_is_fine() -> None:
    found = judged(GERMAN)

    assert found.problems == ()
    assert found.hosts[0].findings == ()


def test_an_undeclared_host_is_a_problem_that_names_the_setting() -> None:
    (problem,) = judged().problems

    assert problem.startswith("db.example.eu (named by DATABASES) is not declared")


@pytest.mark.parametrize("country", ["US", "GB", "CH", "CN"])
def test_a_host_outside_the_eu_and_eea_is_a_problem_that_says_who_declared_it(country: str) -> None:
    (problem,) = judged(replace(GERMAN, country=country)).problems

    assert f"stands in {country} according to A. Krause" in problem


@pytest.mark.parametrize("country", ["FR", "IS", "LI", "NO"])
def test_the_eea_is_allowed(country: str) -> None:
    assert judged(replace(GERMAN, country=country)).problems == ()


def test_the_operator_can_narrow_the_countries() -> None:
    assert len(judged(replace(GERMAN, country="FR"), allowed=("DE",)).problems) == 1


def test_a_country_that_the_operator_adds_is_a_finding() -> None:
    found = judged(replace(GERMAN, country="CH"), allowed=("DE", "CH"))

    assert found.problems == ()
    assert Finding.OUTSIDE in found.hosts[0].findings


def test_an_american_owner_is_two_findings_and_no_block() -> None:
    found = judged(replace(GERMAN, parent="Big Cloud Inc.", parent_country="US"))

    assert found.problems == ()
    assert found.hosts[0].findings == (Finding.TRANSFER, Finding.RELIABILITY)


def test_a_declaration_older_than_a_year_is_a_finding() -> None:
    assert judged(replace(GERMAN, declared_on=date(2025, 11, 1))).hosts[0].findings == (Finding.OLD,)


def test_a_declaration_from_tomorrow_is_a_problem() -> None:
    (problem,) = judged(replace(GERMAN, declared_on=date(2026, 11, 25))).problems

    assert "which is still to come" in problem


def test_a_declared_host_that_no_setting_names_is_listed_as_unused() -> None:
    old = replace(GERMAN, host="old.example.eu")

    assert judged(GERMAN, old).unused == (old,)


def test_the_united_kingdom_counted_until_the_end_of_2020() -> None:
    assert "GB" in where_the_gdpr_is_law(date(2020, 12, 31))
    assert "GB" not in where_the_gdpr_is_law(date(2021, 1, 1))


def test_thirty_states_count_today() -> None:
    assert len(where_the_gdpr_is_law(TODAY)) == 30
