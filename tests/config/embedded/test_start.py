"""Which commands start the database, and which work with none."""

import pytest

from config.embedded.start import needs_database


@pytest.mark.parametrize(
    "line",
    [
        "",
        "help",
        "check",
        "check --deploy",
        "migrate --help",
        "classify columns.jsonl --json",
        "scan postgresql://shop.example/shop --json",
        "scan sqlite:///tmp/shop.db",
        "scan - --json",
        "deadline --received 2026-11-02 --country DE",
        "breach_deadline --aware 2026-06-12T16:20",
        "retention case.json --json",
        "anonymity adult.csv --quasi a,b",
        "clv transactions.csv",
        "pseudonymize in.parquet out.parquet --spec spec.toml",
        "selftest --vectors wycheproof",
        "verify_evidence bundle.json",
        "verify_evidence bundle.json --since checkpoint.txt",
        "messages --check",
    ],
)
def test_these_need_none(line: str) -> None:
    assert not needs_database(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "migrate",
        "scan shop --json",
        "verify_evidence",
        "verify_evidence --since checkpoint.txt",
        "check --database default",
        "makemigrations --check",
        "a_command_that_comes_later",
    ],
)
def test_these_need_it(line: str) -> None:
    assert needs_database(line.split())
