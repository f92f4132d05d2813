"""PostgreSQL as departments have it: every type, odd names, thousands of tables, closed tables."""

import datetime
import socket
import time
from collections.abc import Callable

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.sources.connectors.base import CollectionRef, Connector, Limits, SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.postgresql_sql import identifier, literal, sample_query
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from tests.catalog.sources.conftest import Open
from tests.servers import Server

Sql = Callable[[str], None]

NAME = 'sel\'ect "Größe" 😀 %s'
QUOTED = '"sel\'ect ""Größe"" 😀 %s"'

TYPES = {
    "mood": ("mood", "'froh'", "froh"),
    "plz": ("plz", "'01234'", "01234"),
    "adresse": ("adresse", "ROW('Weg', 1)", "(Weg,1)"),
    "numeric(10,2)": ("n", "1.5", "1.50"),
    "inet": ("i", "'10.0.0.1'", "10.0.0.1/32"),
    "jsonb": ("j", """'{"a": 1}'""", '{"a": 1}'),
    "bytea": ("b", "'\\x00ff'", b"\x00\xff"),
    "interval": ("iv", "'1 day'", "P1D"),
    "date": ("d", "'infinity'", None),
    "timestamp": ("ts", "'294276-01-01'", None),
    "timestamptz": ("tz", "'-infinity'", None),
    "text[]": ("arr", "'{a,b}'", "{a,b}"),
    "money": ("m", "3", "$3.00"),
    "uuid": ("u", "'00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"),
    "time": ("ti", "'24:00'", "24:00:00"),
    "int4range": ("ra", "'[1,3)'", "[1,3)"),
    "boolean": ("bo", "true", True),
    "smallint": ("s", "3", 3),
    "bigint": ("bi", "9223372036854775807", 9223372036854775807),
    "real": ("r", "'NaN'", None),
    "date ": ("d2", "'1978-05-04'", datetime.date(1978, 5, 4)),
    "tsvector": ("ve", "'a b'", "'a' 'b'"),
    "bit(3)": ("bt", "B'101'", "101"),
}


@pytest.fixture
def all_types(pg_sql: Sql) -> CollectionRef:
    """A table with a column of every kind of type, under a name full of traps."""
    pg_sql(
        "CREATE TYPE mood AS ENUM ('froh'); CREATE DOMAIN plz AS varchar(5); CREATE TYPE adresse AS (s text, n int)"
    )
    columns = ", ".join(f"{name} {kind}" for kind, (name, _, _) in TYPES.items())
    pg_sql(f"CREATE SCHEMA {QUOTED}; CREATE TABLE {QUOTED}.{QUOTED} ({columns})")
    pg_sql(f"INSERT INTO {QUOTED}.{QUOTED} VALUES ({', '.join(value for _, value, _ in TYPES.values())})")
    return CollectionRef(NAME, NAME)


@pytest.mark.parametrize("how", ["sample", "read"])
def test_a_value_of_every_type_arrives(all_types: CollectionRef, open_pg: Open, how: str) -> None:
    source = open_pg()
    names = [name for name, _, _ in TYPES.values()]
    row = source.sample(all_types).to_pylist()[0] if how == "sample" else _all(source, all_types, names)[0]
    got = {name: row[name] for name in names}
    assert got.pop("r") != got.get("r")  # NaN equals nothing
    assert got == {name: value for name, _, value in TYPES.values() if name != "r"}


def test_names_with_quotes_umlauts_and_emoji_are_listed_described_and_read(
    pg_sql: Sql, all_types: CollectionRef, open_pg: Open
) -> None:
    pg_sql(f'ALTER TABLE {QUOTED}.{QUOTED} ADD COLUMN "order"" by\'" text DEFAULT \'x\'')
    source = open_pg()
    (ref,) = source.collections()
    assert (ref.schema, ref.name) == (NAME, NAME)
    (description,) = source.describe([ref])
    assert description.columns[-1].name == "order\" by'"
    assert _all(source, ref, ["order\" by'"]) == [{"order\" by'": "x"}]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=20)
)
def test_no_name_or_text_breaks_out_of_its_quotes(pg: Server, text: str) -> None:
    with psycopg.connect(
        host=pg.host, port=pg.port, user=pg.user, password=pg.password, dbname="postgres"
    ) as plain:
        row = plain.execute(f"SELECT 1 AS {identifier(text)}, {literal(text)}".encode()).fetchone()
        assert row == (1, text)


def test_a_description_holds_comments_keys_and_references(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql("CREATE SCHEMA a; CREATE TABLE a.kunde (id int PRIMARY KEY, name text NOT NULL)")
    pg_sql(
        "CREATE TABLE a.adresse (k int REFERENCES a.kunde, id int); COMMENT ON TABLE a.adresse IS 'Anschriften'"
    )
    pg_sql(
        "CREATE TABLE auftrag (k int REFERENCES a.kunde, t varchar(20)); COMMENT ON COLUMN auftrag.t IS 'Kürbis'"
    )
    described = {one.ref.name: one for one in _described(open_pg())}
    assert described["adresse"].comment == "Anschriften"
    assert described["adresse"].columns[0].references == "kunde.id"
    assert described["auftrag"].columns[0].references == "a.kunde.id"
    assert (described["auftrag"].columns[1].comment, described["auftrag"].columns[1].type) == (
        "Kürbis",
        "character varying(20)",
    )
    key, name = described["kunde"].columns
    assert (key.primary_key, key.nullable, name.primary_key, name.nullable) == (True, False, False, False)


def test_a_partitioned_table_is_one_collection(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)"
    )
    pg_sql("INSERT INTO p VALUES (1), (2); CREATE VIEW v AS SELECT * FROM p; ANALYZE")
    source = open_pg()
    refs = {ref.name: ref for ref in source.collections()}
    assert set(refs) == {"p", "v"} and refs["p"].rows_estimated == 2 and refs["v"].kind == "view"
    assert source.sample(refs["p"]).num_rows == source.sample(refs["v"]).num_rows == 2


@pytest.mark.parametrize("definition", ["()", "(a int)"])
def test_an_empty_table_gives_an_empty_sample(pg_sql: Sql, open_pg: Open, definition: str) -> None:
    pg_sql(f"CREATE TABLE leer {definition}")
    assert open_pg().sample(CollectionRef("public", "leer")).num_rows == 0


def test_a_sample_is_bounded_repeatable_and_from_everywhere(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql("CREATE TABLE big AS SELECT g AS id FROM generate_series(1, 300000) g; ANALYZE big")
    source, ref = open_pg(), CollectionRef("public", "big")
    first = source.sample(ref, seed=7)
    assert first == source.sample(ref, seed=7) and first != source.sample(ref, seed=8)
    assert first.num_rows == 200


def test_a_sample_of_a_big_table_touches_few_pages(pg: Server, pg_sql: Sql) -> None:
    pg_sql("CREATE TABLE big AS SELECT g AS id, repeat('x', 500) AS t FROM generate_series(1, 100000) g")
    query = sample_query(CollectionRef("public", "big"), "id", "r", 7_000, 100_000, 200, 1)
    with psycopg.connect(
        host=pg.host, port=pg.port, user=pg.user, password=pg.password, dbname="test"
    ) as look:
        row = look.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}".encode()).fetchone()
    assert row is not None
    plan = row[0][0]["Plan"]
    assert 0 < plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] <= 200


def test_the_sample_of_a_table_with_huge_cells_stays_small(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        "CREATE TABLE huge AS SELECT repeat('ä', 5000000) AS t, repeat('[', 9)::bytea AS b FROM generate_series(1, 30)"
    )
    found = open_pg().sample(CollectionRef("public", "huge"))
    assert found.num_rows == 30 and max(map(len, found.column("t").to_pylist())) == 2_000


def test_a_sample_stops_at_its_bytes(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        f"CREATE TABLE wide AS SELECT {', '.join(f'repeat(g::text, 3000) AS c{n}' for n in range(60))} FROM generate_series(1000, 1200) g"
    )
    source = open_pg(Limits(sample_bytes=500_000, cell_characters=1_000))
    found = source.sample(CollectionRef("public", "wide"))
    assert 0 < found.num_rows < 200 and found.nbytes < 2_000_000
    assert source.check().product == "PostgreSQL"


def test_a_table_without_permission_is_reported_and_the_rest_goes_on(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        "CREATE TABLE offen AS SELECT 1 AS a; CREATE TABLE zu AS SELECT 1 AS a; CREATE TABLE halb AS SELECT 1 AS a, 2 AS b"
    )
    pg_sql(
        "DO $$BEGIN CREATE ROLE leser LOGIN PASSWORD 'l'; EXCEPTION WHEN duplicate_object THEN NULL; END$$"
    )
    pg_sql("GRANT SELECT ON offen TO leser; GRANT SELECT (b) ON halb TO leser")
    source = open_pg(user="leser", password="l")
    assert source.check().notes == ("tables_without_permission",)
    assert all(one.error is None for one in _described(source))
    assert source.sample(CollectionRef("public", "offen")).num_rows == 1
    with pytest.raises(SourceError, match="zu") as refusal:
        source.sample(CollectionRef("public", "zu"))
    assert refusal.value.code == "permission"
    assert source.sample(CollectionRef("public", "halb")).to_pylist() == [{"b": 2}]


def test_a_view_that_never_ends_times_out_and_the_rest_goes_on(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql("CREATE VIEW langsam AS SELECT pg_sleep(99)::text AS x; CREATE TABLE gut AS SELECT 1 AS a")
    source = open_pg(Limits(statement_seconds=1))
    with pytest.raises(SourceError) as failure:
        source.sample(CollectionRef("public", "langsam"))
    assert failure.value.code == "timeout"
    assert source.sample(CollectionRef("public", "gut")).num_rows == 1


def test_a_locked_table_times_out(pg_sql: Sql, pg: Server, open_pg: Open) -> None:
    pg_sql("CREATE TABLE fest (a int)")
    with psycopg.connect(
        host=pg.host, port=pg.port, user=pg.user, password=pg.password, dbname="test"
    ) as other:
        other.execute("LOCK TABLE fest IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(SourceError) as failure:
            open_pg(Limits(lock_seconds=0.2)).sample(CollectionRef("public", "fest"))
    assert failure.value.code == "timeout"


def test_a_view_that_writes_is_refused(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        "CREATE TABLE spur (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO public.spur VALUES (1) RETURNING a'"
    )
    pg_sql("CREATE VIEW boese AS SELECT public.f() AS a")
    source = open_pg()
    with pytest.raises(SourceError):
        source.sample(CollectionRef("public", "boese"))
    assert source.sample(CollectionRef("public", "spur")).num_rows == 0


@pytest.mark.parametrize("pg_sql", ["SQL_ASCII"], indirect=True)
def test_text_in_a_broken_encoding_is_read_as_what_it_most_likely_is(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql(
        b"CREATE TABLE t AS SELECT E'M\\xfcller'::text AS a, 1 AS id; INSERT INTO t VALUES (E'M\\xc3\\xbcller', 2)"
    )  # type: ignore[arg-type]
    source, ref = open_pg(), CollectionRef("public", "t")
    assert {row["a"] for row in source.sample(ref).to_pylist()} == {"Müller"}
    assert [row["a"] for row in _all(source, ref, ["a"])] == ["Müller", "Müller"]


def test_reading_gives_the_asked_columns_in_the_asked_order(pg_sql: Sql, open_pg: Open) -> None:
    pg_sql("CREATE TABLE t AS SELECT 1 AS a, 2 AS b, 3 AS c")
    source = open_pg()
    assert [batch.schema.names for batch in source.read(CollectionRef("public", "t"), ["c", "a"])] == [
        ["c", "a"]
    ]
    with pytest.raises(SourceError, match="nope"):
        list(source.read(CollectionRef("public", "t"), ["nope"]))


@pytest.mark.parametrize(
    ("change", "code"),
    [({"password": "falsch"}, "credentials"), ({"port": 1}, "unreachable")],
)
def test_what_is_wrong_with_a_connection_is_told_apart(
    pg_sql: Sql, open_pg: Open, change: dict[str, object], code: str
) -> None:
    with pytest.raises(SourceError) as failure:
        open_pg(**change).check()
    assert failure.value.code == code and "falsch" not in str(failure.value)


@pytest.mark.slow
def test_a_thousand_tables_of_thirty_columns_are_described_within_seconds(pg_sql: Sql, open_pg: Open) -> None:
    columns = ", ".join(f"spalte_{number} text" for number in range(30))
    pg_sql(
        f"DO $$BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s ({columns})', i); END LOOP; END$$"
    )
    started = time.monotonic()
    described = _described(open_pg())
    assert len(described) == 1_000 and all(len(one.columns) == 30 for one in described)
    assert time.monotonic() - started < 10


def _described(source: Connector) -> list:  # type: ignore[type-arg]
    return list(source.describe(list(source.collections())))


def _all(source: Connector, ref: CollectionRef, columns: list[str]) -> list[dict[str, object]]:
    return [row for batch in source.read(ref, columns) for row in batch.to_pylist()]


def test_a_listed_ipv6_address_is_reached(pg: Server, pg_sql: Sql) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        if probe.connect_ex(("::1", pg.port)):
            pytest.skip("This machine has no IPv6 loopback address.")
    spec = SourceSpec(Kind.POSTGRESQL, "[::1]", pg.port, "test", pg.user, Secret(pg.password))
    with open_source(spec, Limits(), Guard.from_lists(networks=[f"[::1]:{pg.port}"])) as source:
        assert source.check().product == "PostgreSQL"
    with open_source(spec, Limits(), Guard()) as source, pytest.raises(SourceError, match="loopback"):
        source.check()
