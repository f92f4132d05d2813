"""manage.py classify, as a person or a check calls it; no database is needed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINE = json.dumps({"source": "crm", "table": "kunden", "column": "vorname"})


def classify_file(path: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "classify", str(path), *options]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


def test_it_prints_one_json_line_per_input_line(tmp_path: Path) -> None:
    path = tmp_path / "columns.jsonl"
    path.write_text(LINE + "\n" + LINE + "\n")
    run = classify_file(path, "--json")

    assert run.returncode == 0
    assert [json.loads(line)["category"] for line in run.stdout.splitlines()] == ["name", "name"]


@pytest.mark.parametrize(
    "content", ["", LINE + "\n{broken\n", LINE + "\n" + LINE[:-1] + ', "sample_values": "Erika"}\n']
)
def test_it_refuses_with_2_and_prints_nothing_on_standard_output(tmp_path: Path, content: str) -> None:
    path = tmp_path / "columns.jsonl"
    path.write_text(content)
    run = classify_file(path, "--json")

    assert run.returncode == 2
    assert run.stdout == ""
    assert "line" in run.stderr
    assert "Erika" not in run.stderr


def test_a_company_s_own_words_count_beside_ours(tmp_path: Path) -> None:
    path, words = tmp_path / "columns.jsonl", tmp_path / "words.toml"
    path.write_text(json.dumps({"source": "netz", "table": "t1", "column": "zaehlpunkt"}) + "\n")
    words.write_text('[[word]]\nword = "Zählpunkt"\ncategory = "identifier.customer"\n', encoding="utf-8")
    run = classify_file(path, "--json", "--company", str(words))

    assert json.loads(run.stdout)["category"] == "identifier.customer"


@pytest.mark.parametrize(
    "content", ["[[word", '[[word]]\nword = "Karte"\ncategory = "no.such"\n', None], ids=str
)
def test_a_company_s_file_that_cannot_be_used_is_refused_with_2(tmp_path: Path, content: str | None) -> None:
    path, words = tmp_path / "columns.jsonl", tmp_path / "words.toml"
    path.write_text(LINE + "\n")
    if content is not None:
        words.write_text(content)
    run = classify_file(path, "--json", "--company", str(words))

    assert (run.returncode, run.stdout) == (2, "")
    assert "words.toml" in run.stderr
