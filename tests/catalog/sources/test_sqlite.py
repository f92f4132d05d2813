"""SQLite files as they lie about: any value in any column, views that hang, files that are none."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.sources.connectors.base import CODES, CollectionRef, Connector, Limits, SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, SourceSpec

SCHEMA = """
CREATE TABLE "a ""b" (id INTEGER PRIMARY KEY, n INT, t TEXT, b BLOB, r REAL, "ü" irgendwas);
INSERT INTO "a ""b" VALUES (1, 'x', 'y', x'00ff', 1.5, 2), (2, 3, x'4dfc', NULL, 'k', NULL);
CREATE TABLE ohne (a TEXT PRIMARY KEY, k INT REFERENCES "a ""b"(id)) WITHOUT ROWID;
INSERT INTO ohne VALUES ('s', 1);
CREATE TABLE leer (a);
CREATE VIEW kaputt AS SELECT * FROM weg;
CREATE VIEW endlos AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0;
CREATE TABLE big (id INTEGER PRIMARY KEY, t TEXT);
INSERT INTO big WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 50000) SELECT x, 'ä' || x FROM c;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Büro ?.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
    connection.close()
    return path


@pytest.fixture
def source(file: Path) -> Iterator[Connector]:
    with opened(file) as connector:
        yield connector


def opened(path: Path) -> Connector:
    limits = Limits(statement_seconds=1, read_seconds=5)
    return open_source(SourceSpec(Kind.SQLITE, path=str(path)), limits, Guard.from_lists(roots=[path.parent]))


def test_each_table_is_described_and_a_broken_view_reported(source: Connector) -> None:
    described = {one.ref.name: one for one in source.describe(list(source.collections()))}
    assert set(described) == {'a "b', "ohne", "leer", "kaputt", "endlos", "big"}
    assert described["kaputt"].error and not described["big"].error
    assert described["kaputt"].error_code in CODES and not described["big"].error_code
    assert [column.type for column in described['a "b'].columns] == [
        "INTEGER",
        "INT",
        "TEXT",
        "BLOB",
        "REAL",
        "irgendwas",
    ]
    assert described["ohne"].columns[1].references == 'a "b.id'


def test_values_that_do_not_keep_to_their_type_arrive_as_text(source: Connector) -> None:
    ref = CollectionRef("", 'a "b')
    (batch,) = source.read(ref, ["id", "n", "t", "b", "r"])
    assert [str(kind) for kind in batch.schema.types] == ["int64", "string", "string", "binary", "string"]
    assert batch.to_pylist()[1] == {"id": 2, "n": "3", "t": "Mü", "b": None, "r": "k"}
    assert source.sample(ref).to_pylist()[0]["n"] == "x"


def test_a_sample_is_bounded_repeatable_and_from_everywhere(source: Connector) -> None:
    ref = CollectionRef("", "big")
    first = source.sample(ref, seed=7)
    ids = first.column("id").to_pylist()
    assert first == source.sample(ref, seed=7) and first != source.sample(ref, seed=8)
    assert len(ids) == 200 and min(ids) < 5_000 and max(ids) > 45_000


@pytest.mark.parametrize(("name", "rows"), [("leer", 0), ("ohne", 1)])
def test_empty_tables_and_those_without_row_number_are_sampled(
    source: Connector, name: str, rows: int
) -> None:
    assert source.sample(CollectionRef("", name)).num_rows == rows


def test_a_view_that_never_ends_times_out_and_the_rest_goes_on(source: Connector) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError) as failure:
        source.sample(CollectionRef("", "endlos", "view"))
    assert failure.value.code == "timeout" and time.monotonic() - started < 5
    assert source.sample(CollectionRef("", "ohne")).num_rows == 1


@pytest.mark.parametrize(
    "statement", ["ATTACH '/etc/hostname' AS x", "INSERT INTO leer VALUES (1)", "PRAGMA journal_mode = WAL"]
)
def test_nothing_is_written_or_attached(source: Connector, statement: str) -> None:
    with pytest.raises(SourceError):
        source._rows(statement)  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_reading_leaves_no_file_behind(file: Path, mode: str) -> None:
    sqlite3.connect(file).execute(f"PRAGMA journal_mode = {mode}").connection.close()
    before = sorted(file.parent.iterdir())
    with opened(file) as source:
        assert source.sample(CollectionRef("", "big")).num_rows == 200
    assert sorted(file.parent.iterdir()) == before


def test_what_another_program_is_writing_in_wal_mode_is_seen(file: Path) -> None:
    with sqlite3.connect(file) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO leer VALUES ('neu')")
        writer.commit()
        with opened(file) as source:
            assert source.sample(CollectionRef("", "leer")).to_pylist() == [{"a": "neu"}]
    writer.close()


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with opened(tmp_path / "x.db") as source, pytest.raises(SourceError) as failure:
        source.check()
    assert failure.value.code == "broken_file"
