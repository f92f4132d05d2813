"""Other SQLAlchemy dialects, read with plain SQL only: tried on dialects that need no other package."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from catalog.sources.connectors.base import CollectionRef, Connector, Limits, SourceError
from catalog.sources.connectors.generic import Generic
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from tests.servers import Server


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The URL of a file that the generic connector opens by SQLAlchemy's own dialect."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('CREATE TABLE kunden (id INTEGER PRIMARY KEY, "e-mail" TEXT NOT NULL)')
        connection.execute("INSERT INTO kunden VALUES (1, 'anna@example.org')")
        connection.execute("CREATE TABLE best (id INTEGER, kunde INTEGER REFERENCES kunden (id))")
        connection.execute("CREATE VIEW kaputt AS SELECT * FROM weg")
    return f"sqlite+pysqlite:///{path}"


def postgres(server: Server, password: str) -> Connector:
    url = f"postgresql+psycopg://{server.user}:{quote(password, safe='')}@{server.host}:{server.port}/test"
    return open_source(url, Limits(), Guard.permissive())


def test_columns_keys_and_rows_of_a_file_are_read(sqlite: str) -> None:
    with open_source(sqlite, Limits(), Guard.permissive()) as source:
        refs = {ref.name: ref for ref in source.collections()}
        described = {one.ref.name: one for one in source.describe(list(refs.values()))}
        assert [(c.name, c.type, c.primary_key) for c in described["kunden"].columns] == [
            ("id", "INTEGER", True), ("e-mail", "TEXT", False),
        ]  # fmt: skip
        assert described["best"].columns[1].references == "kunden.id"
        assert source.sample(refs["kunden"]).to_pylist() == [{"id": "1", "e-mail": "anna@example.org"}]


def test_a_file_is_opened_by_its_callers_own_rights_only(sqlite: str) -> None:
    with (
        open_source(sqlite, Limits(), Guard.from_lists(dialects=["sqlite+pysqlite"])) as source,
        pytest.raises(SourceError, match="host"),
    ):
        source.check()


def test_a_table_that_fails_is_reported_for_itself_and_the_next_one_is_read(
    pg: Server, pg_sql: Callable[[str], None]
) -> None:
    pg_sql("CREATE VIEW a AS SELECT 1 / (n - n) AS x FROM (VALUES (1)) AS t (n)")
    pg_sql("CREATE TABLE b (e_mail text, g point); INSERT INTO b VALUES ('anna@example.org', NULL)")
    with postgres(pg, pg.password) as source:
        with pytest.raises(SourceError, match="DivisionByZero") as failure:
            source.sample(CollectionRef("public", "a"))
        assert failure.value.code == "failed"
        assert source.sample(CollectionRef("public", "b")).column("e_mail").to_pylist() == [
            "anna@example.org"
        ]
        (described,) = source.describe([CollectionRef("public", "b")])
        assert [column.type for column in described.columns] == ["TEXT", ""]


def test_a_wrong_password_is_a_refusal_that_repeats_nothing(
    pg: Server, pg_sql: Callable[[str], None]
) -> None:
    with postgres(pg, "falsch") as source, pytest.raises(SourceError, match="password") as failure:
        source.check()
    assert failure.value.code == "refused" and "falsch" not in str(failure.value)


def test_a_dialect_that_cannot_describe_still_gives_the_columns_names(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect

    def unable(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(SQLiteDialect, "get_columns", unable)
    monkeypatch.setattr(SQLiteDialect, "get_pk_constraint", unable)
    with open_source(sqlite, Limits(), Guard.permissive()) as source:
        assert isinstance(source, Generic)
        (described,) = source.describe([CollectionRef("main", "kunden")])
        assert [column.name for column in described.columns] == ["id", "e-mail"]
        assert source.sample(CollectionRef("main", "kunden")).num_rows == 1
