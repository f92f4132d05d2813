"""manage.py scan: one source by name or URL; exit 2 and one line where it cannot; never a value."""

import io
import json
from urllib.parse import quote

import pytest
from django.core.management import call_command

from catalog.fields.models import Field
from tests import factories
from tests.catalog.fields import systems


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{quote(str(systems.system(tmp_path)))}"


def run(capsys, *arguments):
    code = 0
    try:
        call_command("scan", *arguments)
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    return code, out, err


def test_it_scans_a_url_without_a_database_and_says_everything_as_json(capsys, url):
    code, out, _err = run(capsys, url, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"source", "started", "rules_version", "tables", "errors"}
    table = next(one for one in told["tables"] if one["table"] == "kunden")
    assert set(table) == {"schema", "table", "subjects", "rows_estimated", "error", "columns"}
    assert table["subjects"] == "customer"
    column = next(one for one in table["columns"] if one["column"] == "allergie")
    assert (column["category"], column["special"], column["personal"]) == ("special.health", "art9", True)
    assert set(column["reasons"][0]) == {"rule", "de", "en"}


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_it_shows_no_value(capsys, url, form):
    _code, out, _err = run(capsys, url, *form)
    assert "example.com" not in out
    assert "Nüsse" not in out


def test_the_plain_form_speaks_the_callers_language(capsys, url, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "Gesundheit Art. 9" in run(capsys, url)[1]
    monkeypatch.setenv("LC_ALL", "C")
    assert "Health Art. 9" in run(capsys, url)[1]


def test_it_reads_a_url_from_standard_input(capsys, url, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(url + "\n"))
    code, out, _err = run(capsys, "-", "--json")
    assert code == 0
    assert json.loads(out)["tables"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("sqlite:///nirgends/nichts.db", "/nirgends/nichts.db: There is no such file."),
        ("file:///nirgends/nichts", "/nirgends/nichts: There is no such folder or file."),
        ("file:///etc/hostname", "/etc/hostname: This kind of file is not read; there are .csv"),
        (
            "postgresql://anna:geheim@127.0.0.1:1/x",
            "postgresql://127.0.0.1:1/x: The server cannot be reached",
        ),
        ("postgresql://anna:geheim@[::1]:1/x", "postgresql://[::1]:1/x: The server cannot be reached"),
        ("mysql://anna:geheim@127.0.0.1:1/x", "mysql://127.0.0.1:1/x: The server cannot be reached"),
        ("mysql://anna:geheim@nirgends.invalid/x", "mysql://nirgends.invalid:3306/x: The host's name"),
    ],
)
def test_what_cannot_be_scanned_is_one_clear_line_that_names_the_place_and_exit_2(capsys, wrong, named):
    code, out, err = run(capsys, wrong, "--json")
    assert (code, out) == (2, "")
    assert err.startswith(named)
    assert len(err.strip().splitlines()) == 1
    assert "geheim" not in err
    assert "anna" not in err


@pytest.mark.parametrize(
    "wrong", ["foo://bar", "foo://bar:1/x", "nonsense://", "http://", "http://a.example/x"]
)
def test_an_unknown_kind_of_source_is_told_which_there_are(capsys, wrong):
    code, out, err = run(capsys, wrong)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert all(scheme in err for scheme in ("postgresql://", "mysql://", "sqlite:///path", "file:///folder"))


@pytest.mark.parametrize("sign", ["/", "?", "#"])
def test_a_password_that_cuts_the_url_is_not_repeated(capsys, sign):
    code, out, err = run(capsys, f"postgresql://anna:12{sign}geheim@db.example/kunden")
    assert (code, out) == (2, "")
    assert "%23" in err
    assert "geheim" not in err


def test_a_path_below_the_callers_folder_is_found_as_other_programs_find_it(
    capsys, url, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "sqlite:///shop.db", "--json")[0] == 0


def test_production_refuses_the_one_off_form(capsys, url, settings):
    settings.EMBEDDED = False
    code, out, err = run(capsys, url)
    assert (code, out) == (2, "")
    assert "registered" in err


def test_a_failing_table_is_an_error_of_its_own_and_the_exit_is_0(capsys, tmp_path):
    view = "CREATE VIEW kaputt AS SELECT * FROM gibt_es_nicht"
    path = systems.system(tmp_path, [*systems.SHOP, view])
    code, out, _err = run(capsys, f"sqlite:///{quote(str(path))}", "--json")
    told = json.loads(out)
    assert code == 0
    assert [error["table"] for error in told["errors"]] == ["kaputt"]
    assert len(told["tables"]) == 3


def test_a_file_with_faulty_lines_is_classified_and_its_faults_are_reported(capsys, tmp_path):
    (tmp_path / "kunden.csv").write_text("nachname;email\nMeyer;m@example.com\nLüders\n" * 9)
    (tmp_path / "artikel.jsonl").write_text('{"preis": 3}\n')
    code, out, _err = run(capsys, f"file://{tmp_path}", "--json")
    told = json.loads(out)
    (error,) = told["errors"]
    table = next(one for one in told["tables"] if one["table"] == "kunden.csv")
    assert code == 0
    assert (error["table"], error["code"], error["message"]) == ("kunden.csv", "ragged", table["error"])
    assert [column["category"] for column in table["columns"]] == ["name", "contact.email"]
    assert "Lüders" not in out


def test_the_plain_form_says_what_is_faulty_in_the_callers_language(capsys, tmp_path, monkeypatch):
    (tmp_path / "kunden.csv").write_text("nachname;email\nMeyer\n")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "kunden.csv: Einige Zeilen haben mehr oder weniger Zellen" in run(capsys, f"file://{tmp_path}")[1]
    monkeypatch.setenv("LC_ALL", "C")
    assert "kunden.csv: 1 of 2 sampled lines have more or fewer cells" in run(capsys, f"file://{tmp_path}")[1]


@pytest.mark.django_db
def test_a_registered_source_is_scanned_by_its_name_and_stored(capsys, tmp_path):
    systems.source(factories.department(), systems.system(tmp_path), "Laden")
    code, out, _err = run(capsys, "laden", "--json")
    assert code == 0
    assert {one["table"] for one in json.loads(out)["tables"]} == {"kunden", "artikel"}
    assert Field.objects.count() == 7


@pytest.mark.django_db
def test_a_path_instead_of_a_url_is_told_its_url(capsys, url, tmp_path):
    assert f"sqlite://{tmp_path}/shop.db" in run(capsys, str(tmp_path / "shop.db"))[2]
    assert f"file://{tmp_path}." in run(capsys, str(tmp_path))[2]


@pytest.mark.django_db
def test_an_unknown_name_says_what_would_do(capsys):
    code, out, err = run(capsys, "gibtesnicht")
    assert (code, out) == (2, "")
    assert "URL" in err
