"""Faulty lines of files are counted and reported, with the file, the first line and what helps; never a value."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.sources.connectors.base import CollectionRef, Limits, SourceError, Tolerated
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, SourceSpec

Dirty = Callable[[str, bytes], Tolerated | None]


@pytest.fixture
def dirt(tmp_path: Path) -> Dirty:
    """Write a file, take a sample of it and return what had to be tolerated."""

    def sampled(name: str, content: bytes) -> Tolerated | None:
        (tmp_path / name).write_bytes(content)
        guard = Guard.from_lists(roots=[tmp_path])
        with open_source(SourceSpec(Kind.FOLDER, path=str(tmp_path)), Limits(), guard) as source:
            (ref,) = source.collections()
            (description,) = source.describe([ref])
            assert description.error is None and description.columns
            assert source.sample(ref).num_rows
            return source.tolerated(ref)

    return sampled


@pytest.mark.parametrize(
    "content",
    [
        b"a;b;c\n1;2;3\n\n4;5;6\n",
        b"a;b;\n1;2;\n3;4\n",
        b"a;b\n1;2;;\n3;4\n",
        b'a;b\n"zwei\nZeilen";2\n"sagt ""ja""";3\n',
        b'a;b\n"Meyer" GmbH;2\n3" Rohr;4\n',
        "Straße;Ort\nMühlweg;Köln\n".encode("cp1252"),
        "Straße;Ort\nMühlweg;Köln\n".encode("utf-16"),
        b"1;2\n3;4\n5;6\n",
    ],
    ids=["even", "empty-end", "empty-cells", "quoted", "loose-quotes", "cp1252", "utf-16", "no-header"],
)
def test_a_clean_file_is_not_complained_of(dirt: Dirty, content: bytes) -> None:
    assert dirt("a.csv", content) is None


def test_rows_with_too_many_or_too_few_cells_are_counted_and_the_first_line_named(dirt: Dirty) -> None:
    found = dirt("kunden.csv", b"name;ort;tel\nAnna;Celle;1\nBernd;Peine\nCarl;Uelzen;3;4\n")
    assert found is not None and found.code == "ragged"
    assert found.message.startswith("kunden.csv: 2 of 4 sampled lines have more or fewer cells")
    assert "(first: line 3)" in found.message and "export the file again" in found.message


@pytest.mark.parametrize("rest", [b"", b"1,2\n" * 10, b"1,2\n" * 2_500, b'"3","4"\n' * 50])
def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n" + b'1,"geheim\n' + rest)
    with open_source(f"file://{tmp_path}", Limits(), Guard.permissive()) as source:
        values = source.sample(CollectionRef("", "a.csv"))
        found = source.tolerated(CollectionRef("", "a.csv"))
    assert found is not None and found.code == "quote"
    assert "a.csv: 1 of " in found.message and "(first: line 3)" in found.message
    assert values.num_rows == min(200, 1 + rest.count(b"\n"))
    assert "geheim" not in found.message + str(values.to_pylist())


def test_a_quote_that_is_never_closed_stops_a_whole_reading_and_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'a,b\n1,2\n1,"geheim\n3,4\n')
    with (
        open_source(f"file://{tmp_path}", Limits(), Guard.permissive()) as source,
        pytest.raises(SourceError, match="Line 3") as failure,
    ):
        list(source.read(CollectionRef("", "a.csv"), ["a"]))
    assert failure.value.code == "broken_file" and "geheim" not in str(failure.value)


@pytest.mark.parametrize("line", [b"kaputt: geheim", b'{"a": "geheim"', b'["geheim"]', b'"geheim"', b"7"])
def test_a_line_that_is_no_json_object_is_counted_and_left_out(dirt: Dirty, line: bytes) -> None:
    found = dirt("a.jsonl", b'{"a": 1}\n\n' + line + b'\n{"a": 3}\n' + line)
    assert found is not None and found.code == "not_json"
    assert "a.jsonl: 2 of 4 sampled lines are not a JSON object" in found.message
    assert "(first: line 3)" in found.message and "geheim" not in found.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "Straße;Ort\nMühlweg;Köln\n".encode() * 3 + b"B\xe4ckerweg;Celle\n"),
        ("a.jsonl", '{"ort": "Köln"}\n'.encode() * 6 + b'{"ort": "M\xfcnchen"}\n'),
    ],
)
def test_a_line_in_another_encoding_is_counted_and_the_rest_stays_as_it_is(
    tmp_path: Path, dirt: Dirty, name: str, content: bytes
) -> None:
    found = dirt(name, content)
    assert found is not None and found.code == "mixed_encoding"
    assert "1 of 7 sampled lines" in found.message and "(first: line 7)" in found.message
    with open_source(f"file://{tmp_path}", Limits(), Guard.permissive()) as source:
        assert "Köln" in str(source.sample(CollectionRef("", name)).to_pylist())


def test_bytes_that_no_usual_encoding_has_are_reported(dirt: Dirty) -> None:
    found = dirt("a.csv", "Straße;Ort\nMühlweg;Köln\n".encode("cp850"))
    assert found is not None and found.code == "mixed_encoding"


@pytest.mark.parametrize(
    ("name", "head", "good", "bad"),
    [("a.csv", b"a;b\n", b"1;2\n", b"1;2;3\n"), ("a.jsonl", b"", b'{"a": 1}\n', b"kaputt\n")],
)
def test_faults_in_the_middle_of_a_big_file_are_found_and_placed(
    dirt: Dirty, name: str, head: bytes, good: bytes, bad: bytes
) -> None:
    found = dirt(name, head + good * 100_000 + (bad + good) * 200_000)
    assert found is not None and "(first: after byte " in found.message


def test_several_kinds_of_faults_are_all_told_the_worst_first(dirt: Dirty) -> None:
    found = dirt("a.csv", 'n;ort\nMüller;Köln\nSchäfer;"x\nLüders\n'.encode() + b"B\xe4r;Celle\n")
    assert found is not None and found.code == "quote"
    assert found.message.count("(first: line") == 3
