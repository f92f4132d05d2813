"""The SQL that the PostgreSQL connector sends: catalogue queries, casts, samples."""

import math
from collections.abc import Sequence

from catalog.sources.connectors.base import CollectionRef

# pg_relation_size and friends take locks; the listing reads the catalogue only and never waits.
COLLECTIONS = """
SELECT n.nspname AS schema, c.relname AS name,
       CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'f' THEN 'foreign_table'
            ELSE 'table' END AS kind,
       CASE WHEN c.relkind = 'p' THEN (
                SELECT sum(CASE WHEN leaf.relpages > 0 OR leaf.reltuples > 0 THEN leaf.reltuples ELSE NULL END)
                FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class leaf ON leaf.oid = i.inhrelid
                WHERE i.inhparent = c.oid AND leaf.relkind <> 'p')::bigint
            WHEN c.relpages > 0 OR c.reltuples > 0 THEN c.reltuples::bigint END AS rows
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp\\_%'
ORDER BY 1, 2
"""

CHECK = """
SELECT current_setting('server_version') AS version, current_setting('is_superuser') = 'on' AS superuser,
       current_setting('server_encoding') AS encoding,
       COALESCE((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()), true) AS encrypted,
       EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 AND n.nspname NOT LIKE 'pg\\_t%'
                 AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS may_write,
       EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 AND n.nspname NOT LIKE 'pg\\_t%'
                 AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')))
         AS hidden
"""

_COLUMNS = """
SELECT r.place, c.oid::bigint AS oid, a.attnum::int AS position, a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       COALESCE(a.attnum = ANY (k.conkey), false) AS primary_key,
       COALESCE(col_description(c.oid, a.attnum), '') AS comment,
       COALESCE(obj_description(c.oid, 'pg_class'), '') AS table_comment,
       CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN has_column_privilege(c.oid, a.attnum, 'SELECT')
            ELSE false END AS readable,
       COALESCE(base.typname, t.typname) AS base_type,
       COALESCE(base.typtype, t.typtype) AS base_kind
FROM (VALUES {values}) AS r (place, schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = r.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = r.name
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type base ON t.typtype = 'd' AND base.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
ORDER BY r.place, a.attnum
"""

_REFERENCES = """
SELECT k.conrelid::bigint AS oid, pair.own::int AS position, tn.nspname AS schema, t.relname AS name,
       ta.attname AS column, k.connamespace = t.relnamespace AS same_schema
FROM pg_catalog.pg_constraint k
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (own, other)
JOIN pg_catalog.pg_class t ON t.oid = k.confrelid
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
JOIN pg_catalog.pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = pair.other
WHERE k.contype = 'f' AND k.conrelid = ANY (ARRAY[{oids}]::bigint[]::oid[])
ORDER BY k.conrelid, pair.own, k.conname
"""

_SIZE = """
SELECT c.oid::bigint AS oid, c.relkind, GREATEST(c.reltuples, 0)::float8 AS rows, COALESCE(
         CASE WHEN c.relkind = 'p' THEN (
                SELECT sum(pg_relation_size(i.inhrelid)) FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
              WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) END, 0)::bigint
       / current_setting('block_size')::bigint AS pages
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {which}
"""

# These arrive in Arrow as themselves; everything else is cast to text by the server.
_NUMBERS = {
    "int2": "int2",
    "int4": "int4",
    "int8": "int8",
    "oid": "int8",
    "float4": "float4",
    "float8": "float8",
}
_TEXTS = frozenset({"text", "varchar", "bpchar", "name", "char", "citext"})
# Arrow and Python end at the year 9999 and know neither infinity nor years before Christ.
_TIMES = {"date": "date", "timestamp": "timestamp", "timestamptz": "timestamptz"}
_SMALL_PAGES = 50


def identifier(name: str) -> str:
    """Quote a name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text; standard_conforming_strings is on in every session of ours."""
    return "'" + text.replace("'", "''") + "'"


def table(ref: CollectionRef) -> str:
    """Return a collection's quoted name."""
    return f"{identifier(ref.schema)}.{identifier(ref.name)}"


def columns_query(refs: Sequence[CollectionRef]) -> str:
    """Return the query that describes the columns of many collections at once."""
    values = ", ".join(
        f"({place}, {literal(ref.schema)}, {literal(ref.name)})" for place, ref in enumerate(refs)
    )
    return _COLUMNS.format(values=values)


def references_query(oids: Sequence[int]) -> str:
    """Return the query for the foreign keys of many tables at once."""
    return _REFERENCES.format(oids=", ".join(map(str, oids)))


def size_query(ref: CollectionRef) -> str:
    """Return the query for a table's pages and estimated rows."""
    return _SIZE.format(which=f"n.nspname = {literal(ref.schema)} AND c.relname = {literal(ref.name)}")


def sizes_query(oids: Sequence[int]) -> str:
    """Return the query for the pages and estimated rows of many tables at once."""
    return _SIZE.format(which=f"c.oid = ANY (ARRAY[{', '.join(map(str, oids))}]::bigint[]::oid[])")


def expression(name: str, base_type: str, base_kind: str, characters: int | None) -> str:
    """Return how one column is selected: as itself, made finite, or as text cut to `characters`."""
    column = identifier(name)
    if base_kind == "b" and base_type in _NUMBERS:
        return f"{column}::{_NUMBERS[base_type]} AS {column}"
    if base_kind == "b" and base_type == "bool":
        return f"{column}::bool AS {column}"
    if base_kind == "b" and base_type in _TIMES:
        kind = _TIMES[base_type]
        return f"CASE WHEN {column} >= '0001-01-02' AND {column} < '9999-12-31' THEN {column}::{kind} END AS {column}"
    if base_kind == "b" and base_type == "bytea":
        return (
            f"{column}::bytea AS {column}"
            if characters is None
            else f"substring({column}::bytea, 1, {characters}) AS {column}"
        )
    return (
        f"{column}::text AS {column}"
        if characters is None
        else f"left({column}::text, {characters}) AS {column}"
    )


def sample_query(
    ref: CollectionRef,
    select: str,
    relkind: str,
    pages: int,
    rows: float,
    limit: int,
    seed: int,
) -> str:
    """Return a query that touches a few pages only and gives the same rows for the same seed.

    Small tables are shuffled by row address; big ones give whole random pages; what has no pages
    (views, foreign tables) gives its first rows, within the statement's time.
    """
    name = table(ref)
    if relkind not in ("r", "m", "p"):
        return f"SELECT {select} FROM {name} LIMIT {limit}"
    if pages <= _SMALL_PAGES:
        if relkind == "p":
            return f"SELECT {select} FROM {name} LIMIT {limit}"
        return (
            f"SELECT {select} FROM {name} WHERE ctid = ANY (ARRAY("
            f"SELECT ctid FROM {name} ORDER BY md5(ctid::text || '{int(seed)}') LIMIT {limit})) LIMIT {limit}"
        )
    percent = 100.0 * pages_wanted(pages, rows, limit) / pages
    return f"SELECT {select} FROM {name} TABLESAMPLE SYSTEM ({percent:.8f}) REPEATABLE ({int(seed)}) LIMIT {limit}"


def pages_wanted(pages: int, rows: float, limit: int) -> int:
    """Return how many random pages give `limit` rows with some to spare, at most 200."""
    rows_each = rows / pages if rows > 0 else 20
    return min(pages, 200, 8 + math.ceil(2 * limit / max(rows_each, 1)))
