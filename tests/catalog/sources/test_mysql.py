"""MariaDB as departments have it: every type, days that do not exist, odd names, closed tables."""

import datetime
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.sources.connectors.base import CollectionRef, Connector, Limits, SourceError
from catalog.sources.connectors.mysql_sql import identifier
from tests.catalog.sources.conftest import Open

Sql = Callable[[str], None]

NAME = "sel'ect `Größe` %s"
QUOTED = "`sel'ect ``Größe`` %s`"

TYPES = {
    "enum('a','ü')": ("e", "'ü'", "ü"),
    "decimal(10,2)": ("n", "1.5", "1.50"),
    "json": ("j", """'{"a": 1}'""", '{"a": 1}'),
    "blob": ("b", "x'00ff'", b"\x00\xff"),
    "date": ("d", "'2024-00-15'", None),
    "datetime(6)": ("dt", "'0000-00-00'", None),
    "datetime": ("dx", "'2024-02-29 12:00:00'", datetime.datetime(2024, 2, 29, 12)),
    "time": ("ti", "'-100:00:00'", "-100:00:00"),
    "year": ("y", "2024", 2024),
    "bit(3)": ("bi", "b'101'", 5),
    "point": ("g", "point(1, 2)", "POINT(1 2)"),
    "bigint unsigned": ("u", "18446744073709551615", 18446744073709551615),
    "double": ("f", "1.5", 1.5),
    "inet6": ("i", "'::1'", "::1"),
    "varchar(20) character set latin1": ("l", "'müller'", "müller"),
    "set('x','y')": ("s", "'x,y'", "x,y"),
}


@pytest.fixture
def all_types(maria_sql: Sql) -> CollectionRef:
    """A table with a column of every kind of type, under a name full of traps."""
    maria_sql(
        f"CREATE TABLE {QUOTED} ({', '.join(f'{name} {kind}' for kind, (name, _, _) in TYPES.items())})"
    )
    maria_sql(f"INSERT INTO {QUOTED} VALUES ({', '.join(value for _, value, _ in TYPES.values())})")
    return CollectionRef("test", NAME)


@pytest.mark.parametrize("how", ["sample", "read"])
def test_a_value_of_every_type_arrives(all_types: CollectionRef, open_maria: Open, how: str) -> None:
    source = open_maria()
    names = [name for name, _, _ in TYPES.values()]
    row = source.sample(all_types).to_pylist()[0] if how == "sample" else _all(source, all_types, names)[0]
    assert {name: row[name] for name in names} == {name: value for name, _, value in TYPES.values()}


def test_names_with_quotes_umlauts_and_percent_signs_are_listed_described_and_read(
    maria_sql: Sql, all_types: CollectionRef, open_maria: Open
) -> None:
    maria_sql(f"ALTER TABLE {QUOTED} ADD COLUMN `order`` by'` text DEFAULT 'x'")
    source = open_maria()
    (ref,) = source.collections()
    assert ref.name == NAME
    (description,) = source.describe([ref])
    assert description.columns[-1].name == "order` by'"
    assert _all(source, ref, ["order` by'"]) == [{"order` by'": "x"}]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.characters(max_codepoint=0xFFFF, blacklist_characters="\0", blacklist_categories=["Cs"]),
        min_size=1,
        max_size=20,
    )
)
def test_no_name_breaks_out_of_its_quotes(maria_sql: Sql, text: str) -> None:
    maria_sql(f"SELECT 1 AS {identifier('x' + text + 'x')}")


def test_a_description_holds_comments_keys_and_references(maria_sql: Sql, open_maria: Open) -> None:
    maria_sql("CREATE TABLE kunde (id int PRIMARY KEY, name text NOT NULL COMMENT 'Kürbis') COMMENT 'Kunden'")
    maria_sql("CREATE TABLE adresse (k int, FOREIGN KEY (k) REFERENCES kunde (id))")
    described = {one.ref.name: one for one in _described(open_maria())}
    assert described["adresse"].columns[0].references == "kunde.id"
    key, name = described["kunde"].columns
    assert (described["kunde"].comment, name.comment) == ("Kunden", "Kürbis")
    assert (key.primary_key, key.nullable, name.primary_key, name.nullable) == (True, False, False, False)


def test_a_sample_is_bounded_repeatable_and_from_everywhere(maria_sql: Sql, open_maria: Open) -> None:
    maria_sql("CREATE TABLE big (id int PRIMARY KEY, t text)")
    maria_sql("INSERT INTO big SELECT seq, repeat('ä', 5000) FROM seq_1_to_20000")
    source, ref = open_maria(), CollectionRef("test", "big")
    first = source.sample(ref, seed=7)
    ids = first.column("id").to_pylist()
    assert first == source.sample(ref, seed=7) and first != source.sample(ref, seed=8)
    assert len(ids) == 200 and min(ids) < 2_000 and max(ids) > 18_000
    assert max(map(len, first.column("t").to_pylist())) == 2_000


def test_a_table_without_permission_is_not_there_and_a_broken_view_is_reported(
    maria_sql: Sql, open_maria: Open
) -> None:
    for statement in (
        "CREATE TABLE offen AS SELECT 1 AS a", "CREATE TABLE zu AS SELECT 1 AS a", "CREATE TABLE halb AS SELECT 1 AS a, 2 AS b",
        "CREATE TABLE weg (a int)", "CREATE VIEW kaputt AS SELECT a FROM weg", "DROP TABLE weg",
        "CREATE OR REPLACE USER leser@'%' IDENTIFIED BY 'l'", "GRANT SELECT ON test.offen TO leser@'%'",
        "GRANT SELECT (b) ON test.halb TO leser@'%'",
    ):  # fmt: skip
        maria_sql(statement)
    source = open_maria(user="leser", password="l")
    assert {ref.name for ref in source.collections()} == {"offen", "halb"}
    assert source.sample(CollectionRef("test", "halb")).to_pylist() == [{"b": 2}]
    with pytest.raises(SourceError):
        source.sample(CollectionRef("test", "zu"))
    errors = {one.ref.name: one.error for one in _described(open_maria())}
    assert errors["kaputt"] and not errors["offen"]


def test_a_view_that_never_ends_times_out_and_the_rest_goes_on(maria_sql: Sql, open_maria: Open) -> None:
    maria_sql("CREATE VIEW langsam AS SELECT sleep(99) AS x")
    maria_sql("CREATE TABLE gut AS SELECT 1 AS a")
    source = open_maria(Limits(statement_seconds=1))
    with pytest.raises(SourceError) as failure:
        source.sample(CollectionRef("test", "langsam"))
    assert failure.value.code == "timeout"
    assert source.sample(CollectionRef("test", "gut")).num_rows == 1


def test_a_view_that_writes_is_refused(maria_sql: Sql, open_maria: Open) -> None:
    maria_sql("CREATE TABLE spur (a int)")
    maria_sql("CREATE FUNCTION f() RETURNS int BEGIN INSERT INTO spur VALUES (1); RETURN 1; END")
    maria_sql("CREATE VIEW boese AS SELECT f() AS a")
    source = open_maria()
    with pytest.raises(SourceError):
        source.sample(CollectionRef("test", "boese"))
    assert source.sample(CollectionRef("test", "spur")).num_rows == 0


@pytest.mark.parametrize(
    ("change", "code"), [({"password": "falsch"}, "credentials"), ({"port": 1}, "unreachable")]
)
def test_what_is_wrong_with_a_connection_is_told_apart(
    maria_sql: Sql, open_maria: Open, change: dict[str, object], code: str
) -> None:
    with pytest.raises(SourceError) as failure:
        open_maria(**change).check()
    assert failure.value.code == code and "falsch" not in str(failure.value)


@pytest.mark.slow
def test_a_thousand_tables_of_thirty_columns_are_described_within_seconds(
    maria_sql: Sql, open_maria: Open
) -> None:
    columns = ", ".join(f"spalte_{number} varchar(99)" for number in range(30))
    maria_sql(f"CREATE TABLE t0 ({columns}) ENGINE=MyISAM")
    for number in range(1, 1_000):
        maria_sql(f"CREATE TABLE t{number} LIKE t0")
    started = time.monotonic()
    described = _described(open_maria())
    assert len(described) == 1_000 and all(len(one.columns) == 30 for one in described)
    assert time.monotonic() - started < 10


def _described(source: Connector) -> list:  # type: ignore[type-arg]
    return list(source.describe(list(source.collections())))


def _all(source: Connector, ref: CollectionRef, columns: list[str]) -> list[dict[str, object]]:
    return [row for batch in source.read(ref, columns) for row in batch.to_pylist()]
