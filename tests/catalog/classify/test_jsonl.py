"""Described columns as JSON lines: what is read, what is refused and how."""

import json

import pytest

from catalog.classify import jsonl
from catalog.classify.classifier import classify

GOOD = json.dumps({"source": "s", "table": "t", "column": "email"})


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ('{"source": "s", "table"', "not JSON"),
        ("[1, 2]", "not a JSON object"),
        (json.dumps({"source": "s", "table": "t"}), '"column" is missing'),
        (json.dumps({"source": "s", "table": 7, "column": "c"}), '"table" is not text'),
        (json.dumps({"source": None, "table": "t", "column": "c"}), '"source" is not text'),
        (json.dumps({"source": "s", "table": "t", "column": "c", "type": 3}), '"type" is not text'),
        (json.dumps({"source": "s", "table": "t", "column": "c", "comment": ["x"]}), '"comment" is not text'),
        (
            json.dumps({"source": "s", "table": "t", "column": "c", "references": {}}),
            '"references" is not text',
        ),
        *(
            (
                json.dumps({"source": "s", "table": "t", "column": "c", "sample_values": values}),
                '"sample_values" is not a list',
            )
            for values in ("lone", 4, True, {"k": 1})
        ),
    ],
)
def test_a_bad_line_is_refused_with_its_number(bad: str, problem: str) -> None:
    with pytest.raises(jsonl.Refused, match=rf"^line 2: .*{problem}"):
        jsonl.read([GOOD, bad])


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(jsonl.Refused, match=r"^line 1: "):
        jsonl.read([])


def test_bytes_that_are_not_utf8_are_refused_with_the_line() -> None:
    with pytest.raises(jsonl.Refused, match=r"^line 2: .*UTF-8"):
        jsonl.read([GOOD.encode(), b"\xff\xfe"])


def test_a_refusal_never_repeats_what_the_line_holds() -> None:
    with pytest.raises(jsonl.Refused) as refusal:
        jsonl.read(['{"source": "Erika Mustermann'])
    assert "Mustermann" not in str(refusal.value)


@pytest.mark.parametrize("values", [None, [], [1, None, {"a": [1]}, [2], True, 1.5]])
def test_any_sampled_values_are_read(values: object) -> None:
    line = json.dumps({"source": "s", "table": "t", "column": "c", "sample_values": values})
    assert len(classify(jsonl.read([line]))) == 1


def test_one_line_of_output_per_line_of_input_in_order() -> None:
    names = ["email", "id", "plz", "email"]
    columns = jsonl.read([json.dumps({"source": "s", "table": "kunde", "column": name}) for name in names])
    answers = [json.loads(line) for line in jsonl.write(columns, classify(columns))]

    assert [answer["column"] for answer in answers] == names
    assert set(answers[0]) == {
        "source",
        "table",
        "column",
        "personal",
        "category",
        "special",
        "subjects",
        "confidence",
        "category_confidence",
        "reasons",
    }
