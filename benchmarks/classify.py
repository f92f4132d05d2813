"""The quality of the classifier beside detectpii and Presidio on the labelled columns, as a table."""

import json
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.environments import REFERENCES, reference_python
from benchmarks.labelled import (
    HELD_OUT,
    SECOND_READER,
    THIRD_READER,
    as_file,
    described,
    labelled_columns,
    read,
)
from benchmarks.scores import Answer, Score, reliability, score
from catalog.classify.classifier import RULES_VERSION, classify

Rows = list[dict[str, Any]]

_HEAD = f"{'':<34}{'n':>6}{'prec.':>7}{'recall':>7}{'F1':>7}{'MCC':>7}{'categ.':>7}{'Art.9/10':>9}{'flag.':>7}{'kind':>7}"

_CATEGORIES = {
    "person": "name", "email": "contact.email", "birth_date": "date_of_birth_age", "gender": "gender",
    "nationality": "identifier.government", "address": "address", "zip_code": "address", "user_name": "identifier.online",
    "password": "credential", "ssn": "identifier.government", "po_box": "address", "credit_card": "financial",
    "phone": "contact.phone", "EMAIL_ADDRESS": "contact.email", "PHONE_NUMBER": "contact.phone",
    "CREDIT_CARD": "financial", "IBAN_CODE": "financial", "IP_ADDRESS": "identifier.online", "URL": "identifier.online",
    "US_SSN": "identifier.government", "US_PASSPORT": "identifier.government", "CRYPTO": "financial",
    "US_DRIVER_LICENSE": "identifier.government", "UK_NHS": "identifier.government", "US_BANK_NUMBER": "financial",
}  # fmt: skip
"""Which of our categories a reference's answer is."""

_NOT_ALONE = {"DATE_TIME"}
"""Answers of a reference that do not say "personal"."""


def run() -> None:
    """Quality on the given columns (all, German, by source), on the held-out ones, and reliability."""
    rows = labelled_columns()
    print(f"Labelled columns, those marked ambiguous left out. Rules {RULES_VERSION}.\n\n{_HEAD}")
    ours = _ours(rows)
    with as_file(rows) as path:
        names = _theirs("detectpii", "detectpii_names.py", path)
        values = _theirs("presidio", "presidio_values.py", path)
    both = [name if name.personal else value for name, value in zip(names, values, strict=True)]
    for who, answers in (
        ("ours", ours),
        ("detectpii 0.1.8, names", names),
        ("Presidio 2.2.366, patterns", values),
        ("detectpii or Presidio", both),
    ):
        _line(who, score(rows, answers))
    _parts("ours by language", rows, ours, "lang")
    _parts("ours by source (nothing is fitted)", rows, ours, "source")
    held_out, held_out_answers = _own_set("The project's held-out columns", HELD_OUT)
    _own_set("The second reader's columns", SECOND_READER)
    third: Rows = []
    third_answers: list[Answer] = []
    for path in THIRD_READER:
        read_rows, answers = _own_set(f"The third reader's columns, {path.stem}", path)
        third += read_rows
        third_answers += answers
    _reliable("labelled columns", rows, ours)
    _reliable("held-out columns", held_out, held_out_answers)
    _reliable("the third reader's columns", third, third_answers)


def _own_set(title: str, path: Path) -> tuple[Rows, list[Answer]]:
    """Quality on a set of columns that lies in the project."""
    rows = read(path)
    answers = _ours(rows)
    print(f"\n{title}\n{_HEAD}")
    _line("ours", score(rows, answers))
    _parts("ours by language", rows, answers, "lang")
    return rows, answers


def _ours(rows: Rows) -> list[Answer]:
    verdicts = classify(described(rows, values=True))
    return [Answer(v.personal, v.category, v.special is not None, v.confidence) for v in verdicts]


def _theirs(name: str, script: str, path: Path) -> list[Answer]:
    command = [str(reference_python(name)), str(REFERENCES / script), str(path), "--answers"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    return [
        Answer(kind is not None and kind not in _NOT_ALONE, _CATEGORIES.get(kind or ""), False)
        for kind in found
    ]


def _line(who: str, found: Score) -> None:
    print(
        f"{who:<34}{found.columns:>6}{found.precision:>7.2f}{found.recall:>7.2f}{found.f1:>7.2f}{found.mcc:>7.2f}"
        f"{found.category:>7.2f}{found.special:>9}{found.flagged:>7.2f}{found.kind:>7.2f}"
    )


def _parts(title: str, rows: Rows, answers: list[Answer], key: str) -> None:
    print(f"\n{title}")
    for part in dict.fromkeys(row[key] for row in rows):
        chosen = [place for place, row in enumerate(rows) if row[key] == part]
        _line(f"  {part}", score([rows[place] for place in chosen], [answers[place] for place in chosen]))


def _reliable(title: str, rows: Rows, answers: list[Answer]) -> None:
    print(f"\nReliability of `confidence`, {title}\n{'stated from':<14}{'n':>6}{'stated':>8}{'right':>8}")
    for lower, columns, stated, right in reliability(rows, answers):
        print(f"{lower:<14.1f}{columns:>6}{stated:>8.2f}{right:>8.2f}")
