"""A hosting file that is wrong says where and what to do, in one sentence."""

from pathlib import Path

import pytest

from config.checks.declaration import DeclarationError, read_declaration

WHOLE = """
[[host]]
host = "db.example.eu"
operator = "Beispiel Rechenzentrum GmbH"
country = "DE"
parent = "Beispiel Holding SE"
parent_country = "DE"
declared_by = "A. Krause, IT"
declared_on = 2026-11-02
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "hosting.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_entry_is_read(tmp_path: Path) -> None:
    (entry,) = read_declaration(written(tmp_path, WHOLE))

    assert (entry.host, entry.country, entry.declared_on.isoformat()) == ("db.example.eu", "DE", "2026-11-02")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('country = "DE"\n', ""), "host 1: country is missing."),
        (('country = "DE"', 'country = "Germany"'), "country must be a two-letter code"),
        (
            ("declared_on = 2026-11-02", 'declared_on = "2026-11-02"'),
            "must be a date such as 2026-11-02, without quotes",
        ),
        (("declared_by", "declared_bye"), "has a field that does not exist: declared_bye."),
        (('host = "db.example.eu"', 'host = "db.example.eu'), "is not valid TOML"),
        (("[[host]]", "[host]"), "one [[host]] table for each host"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(DeclarationError, match=r"hosting\.toml") as raised:
        read_declaration(written(tmp_path, WHOLE.replace(*change, 1)))

    assert sentence in str(raised.value)


def test_a_host_that_is_declared_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"declares db\.example\.eu more than once"):
        read_declaration(written(tmp_path, WHOLE + WHOLE))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="cannot be read"):
        read_declaration(tmp_path / "absent.toml")
