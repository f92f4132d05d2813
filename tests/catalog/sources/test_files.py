"""Folders of files as departments export them: any encoding, delimiter and raggedness, and hostile ones."""

import datetime
import gzip
import json
import os
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.sources.connectors.base import (
    CollectionDescription,
    CollectionRef,
    Connector,
    Limits,
    SourceError,
)
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, SourceSpec


def opened(folder: Path) -> Connector:
    return open_source(SourceSpec(Kind.FOLDER, path=str(folder)), Limits(), Guard.from_lists(roots=[folder]))


def described(folder: Path) -> dict[str, CollectionDescription]:
    with opened(folder) as source:
        return {one.ref.name: one for one in source.describe(list(source.collections()))}


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    with opened(folder) as source:
        ref = CollectionRef("", name)
        (description,) = source.describe([ref])
        assert description.error is None
        names = [column.name for column in description.columns]
        found = [row for batch in source.read(ref, names) for row in batch.to_pylist()]
        if len(found) <= 200:  # a sample of these is all of them
            assert source.sample(ref).to_pylist() == found
        return found


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_every_encoding_and_delimiter_is_found_out(
        self, tmp_path: Path, encoding: str, delimiter: str
    ) -> None:
        lines = [["Name", "Straße", "PLZ"], ["Müller", "Weg 1", "01234"], ["Ångström", "Gäßchen", "80331"]]
        (tmp_path / "a.csv").write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
        assert rows(tmp_path, "a.csv") == [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    def test_decimal_commas_do_not_pass_for_delimiters(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("Artikel;Preis;Menge\nA;12,50;1\nB;1.200,00;2\n")
        kinds = [column.type for column in described(tmp_path)["a.csv"].columns]
        assert kinds == ["text", "decimal", "integer"]
        assert rows(tmp_path, "a.csv")[1] == {"Artikel": "B", "Preis": "1.200,00", "Menge": "2"}

    def test_a_postcode_is_no_number(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("PLZ\n01234\n80331\n")
        assert described(tmp_path)["a.csv"].columns[0].type == "text"

    def test_short_lines_end_in_nulls_and_long_ones_lose_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("a;b\n1;2\n\n3\n4;5;6\n")
        assert rows(tmp_path, "a.csv") == [
            {"a": "1", "b": "2", "column_3": None}, {"a": "3", "b": None, "column_3": None},
            {"a": "4", "b": "5", "column_3": "6"},
        ]  # fmt: skip

    def test_a_line_longer_than_any_before_keeps_its_rest_in_the_last_column(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("a;b\n" + "1;2\n" * 2_000 + "3;4;5\n")
        assert rows(tmp_path, "a.csv")[-1] == {"a": "3", "b": "4;5"}

    def test_quoted_delimiters_line_ends_and_quotes_stay_in_their_cell(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text('a,b\n"x, y","zwei\nZeilen"\n"sagt ""ja""",2\n')
        assert rows(tmp_path, "a.csv") == [{"a": "x, y", "b": "zwei\nZeilen"}, {"a": 'sagt "ja"', "b": "2"}]

    def test_a_file_without_header_gets_numbered_columns(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("1;2024-01-01\n2;2024-01-02\n")
        assert [column.name for column in described(tmp_path)["a.csv"].columns] == ["column_1", "column_2"]
        assert len(rows(tmp_path, "a.csv")) == 2

    def test_excels_sep_line_is_heeded(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("sep=|\na|b\n1|2\n")
        assert rows(tmp_path, "a.csv") == [{"a": "1", "b": "2"}]

    def test_bytes_that_break_the_encoding_are_repaired(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes("a;b\nMüller;1\n".encode() * 40_000 + "Schäfer;2\n".encode("cp1252"))
        assert rows(tmp_path, "a.csv")[-1] == {"a": "Schäfer", "b": "2"}

    def test_a_packed_file_is_read_as_what_it_holds(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a;b\n1;2\n"))
        assert rows(tmp_path, "a.csv.gz") == [{"a": "1", "b": "2"}]

    def test_the_sample_of_a_big_file_comes_from_all_of_it(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text(
            "id;name\n" + "".join(f"{number};Name {number}\n" for number in range(200_000))
        )
        with opened(tmp_path) as source:
            found = source.sample(CollectionRef("", "a.csv"), seed=3)
            assert found == source.sample(CollectionRef("", "a.csv"), seed=3)
        ids = [int(one) for one in found.column("id").to_pylist()]
        assert len(ids) == 200 and max(ids) > 150_000 and len(set(ids)) == 200

    def test_an_empty_file_is_an_empty_collection(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes(b"")
        assert described(tmp_path)["a.csv"].error is None and rows(tmp_path, "a.csv") == []

    @pytest.mark.parametrize(
        "content",
        [os.urandom(9_000), b'a,b\n1,"offen\n' + b"2,3\n" * 90_000, b"a" * 6_000_000],
        ids=["binary", "quote", "line"],
    )
    def test_what_is_no_csv_fails_without_filling_the_memory(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.csv").write_bytes(content)
        with opened(tmp_path) as source, pytest.raises(SourceError) as failure:
            for _ in source.read(CollectionRef("", "a.csv"), ["a"]):
                pass
        assert failure.value.code in ("broken_file", "missing")


class TestJsonl:
    def test_nested_objects_become_dotted_columns(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(
            '{"id": 1, "adresse": {"plz": "01234", "t": [1, 2]}}\n\n{"ok": true}\n'
        )
        assert rows(tmp_path, "a.jsonl") == [
            {"id": "1", "adresse.plz": "01234", "adresse.t": "[1, 2]", "ok": None},
            {"id": None, "adresse.plz": None, "adresse.t": None, "ok": "true"},
        ]

    def test_a_broken_line_names_its_number_and_the_sample_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"a": 1}\nkaputt: geheim\n{"a": 3}\n')
        with opened(tmp_path) as source:
            assert source.sample(CollectionRef("", "a.jsonl")).num_rows == 2
            with pytest.raises(SourceError, match="Line 2") as failure:
                list(source.read(CollectionRef("", "a.jsonl"), ["a"]))
        assert "geheim" not in str(failure.value)

    @pytest.mark.parametrize("line", ["[" * 100_000, "9" * 10_000, '"text"', '{"a": "\\ud800"}'])
    def test_odd_json_is_harmless(self, tmp_path: Path, line: str) -> None:
        (tmp_path / "a.jsonl").write_text(f"{line}\n{json.dumps({'a': 'gut'})}\n")
        with opened(tmp_path) as source:
            assert "gut" in source.sample(CollectionRef("", "a.jsonl")).column("a").to_pylist()


class TestParquet:
    def test_every_type_arrives_and_nested_values_as_json(self, tmp_path: Path) -> None:
        day = datetime.date(1978, 5, 4)
        table = pa.table(
            {"n": ["Müller"], "d": [day], "l": [[1, 2]], "s": [{"x": 1}], "b": [b"\xff"], "i": [7]}
        )
        pq.write_table(table, tmp_path / "a.parquet")
        assert rows(tmp_path, "a.parquet") == [
            {"n": "Müller", "d": day, "l": "[1, 2]", "s": '{"x": 1}', "b": b"\xff", "i": 7}
        ]
        kinds = {column.name: column.type for column in described(tmp_path)["a.parquet"].columns}
        assert (kinds["n"], kinds["i"]) == ("string", "int64")

    @pytest.mark.parametrize("version", ["1.0", "2.0"])
    @pytest.mark.parametrize("codec", ["none", "snappy", "zstd", "gzip"])
    def test_honest_files_of_every_make_pass_the_check(
        self, tmp_path: Path, codec: str, version: str
    ) -> None:
        table = pa.table(
            {
                "a": [f"Wert {number % 50}" for number in range(20_000)],
                "b": range(20_000),
                "c": [None, 1] * 10_000,
            }
        )
        pq.write_table(
            table, tmp_path / "a.parquet", compression=codec, data_page_version=version, row_group_size=3_000
        )
        assert len(rows(tmp_path, "a.parquet")) == 20_000

    @pytest.mark.parametrize("cut", [4, 100, 400])
    def test_a_damaged_file_is_reported(self, tmp_path: Path, cut: int) -> None:
        pq.write_table(pa.table({"a": range(1_000)}), tmp_path / "a.parquet")
        whole = (tmp_path / "a.parquet").read_bytes()
        (tmp_path / "a.parquet").write_bytes(whole[:-cut])
        assert described(tmp_path)["a.parquet"].error


class TestExcel:
    def test_each_sheet_is_a_collection(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = "Kunden #1"
        book.active.append(["Name", "Umsatz", "Tag"])
        book.active.append(["Müller", 12.5, datetime.date(2024, 1, 2)])
        book.create_sheet("Leer")
        book.save(tmp_path / "Buch.xlsx")
        found = described(tmp_path)
        assert set(found) == {"Buch.xlsx#Kunden #1", "Buch.xlsx#Leer"} and not any(
            one.error for one in found.values()
        )
        (row,) = rows(tmp_path, "Buch.xlsx#Kunden #1")
        assert row["Name"] == "Müller" and str(row["Tag"]).startswith("2024-01-02")


class TestFolder:
    def test_folders_below_are_read_and_other_files_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "2024" / "März").mkdir(parents=True)
        (tmp_path / "2024" / "März" / "a.csv").write_text("a\n1\n")
        (tmp_path / "liesmich.pdf").write_bytes(b"%PDF")
        with opened(tmp_path) as source:
            (ref,) = source.collections()
            assert (ref.schema, ref.name) == ("2024/März", "a.csv") and source.check().notes == (
                "files_ignored",
            )
            assert source.sample(ref).num_rows == 1

    def test_one_bad_file_does_not_keep_the_others_from_being_read(self, tmp_path: Path) -> None:
        (tmp_path / "gut.csv").write_text("a\n1\n")
        (tmp_path / "kaputt.parquet").write_bytes(b"PAR1xxxxPAR1")
        (tmp_path / "draussen.csv").symlink_to("/etc/hostname")
        (tmp_path / "tot.csv").symlink_to("nirgends")
        os.mkfifo(tmp_path / "pfeife.csv")
        errors = {name: one.error for name, one in described(tmp_path).items()}
        assert errors.pop("gut.csv") is None and len(errors) == 4 and all(errors.values())

    def test_a_link_to_a_folder_above_is_entered_once(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "x.csv").write_text("a\n1\n")
        (tmp_path / "a" / "kreis").symlink_to(tmp_path)
        assert list(described(tmp_path)) == ["x.csv"]

    @pytest.mark.parametrize(
        ("schema", "name"), [("..", "x.csv"), ("", "../x.csv"), ("a/../..", "x.csv"), ("", "..")]
    )
    def test_a_name_that_leads_out_is_refused(self, tmp_path: Path, schema: str, name: str) -> None:
        with opened(tmp_path) as source, pytest.raises(SourceError) as refusal:
            source.sample(CollectionRef(schema, name))
        assert refusal.value.code == "path_closed"

    def test_a_folder_that_is_not_there_says_so(self, tmp_path: Path) -> None:
        with opened(tmp_path / "weg") as source, pytest.raises(SourceError) as failure:
            source.check()
        assert failure.value.code in ("missing", "path_closed")
