"""The SQL that the MySQL connector sends, for MariaDB and MySQL alike."""

from collections.abc import Sequence

from catalog.sources.connectors.base import CollectionRef

_SYSTEM = "('information_schema', 'mysql', 'performance_schema', 'sys')"

COLLECTIONS = f"""
SELECT TABLE_SCHEMA, TABLE_NAME, CASE WHEN TABLE_TYPE LIKE '%%VIEW' THEN 'view' ELSE 'table' END, TABLE_ROWS
FROM information_schema.TABLES
WHERE TABLE_SCHEMA NOT IN {_SYSTEM} AND TABLE_TYPE NOT IN ('SEQUENCE', 'TEMPORARY') {{only}}
ORDER BY TABLE_SCHEMA, TABLE_NAME
"""

_COLUMNS = """
SELECT TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE, COLUMN_KEY,
       COLUMN_COMMENT, PRIVILEGES
FROM information_schema.COLUMNS WHERE {where}
ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION
"""

_COMMENTS = """
SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_COMMENT, TABLE_TYPE FROM information_schema.TABLES WHERE {where}
"""

_REFERENCES = """
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE REFERENCED_TABLE_NAME IS NOT NULL AND {where} ORDER BY CONSTRAINT_NAME DESC
"""

# Above so many tables of one schema, asking for the whole schema is cheaper than naming them.
_NAMED = 200

_WHOLE = frozenset({"tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year"})
_TEXTS = frozenset({"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json", "uuid",
                    "inet4", "inet6", "decimal", "numeric", "time"})  # fmt: skip
_BINARY = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"})


def identifier(name: str) -> str:
    """Quote a name."""
    return "`" + name.replace("`", "``") + "`"


def table(ref: CollectionRef) -> str:
    """Return a collection's quoted name."""
    return f"{identifier(ref.schema)}.{identifier(ref.name)}"


def describe_queries(refs: Sequence[CollectionRef]) -> tuple[tuple[str, str, str], list[str]]:
    """Return the queries for columns, comments and foreign keys, and their shared parameters."""
    by_schema: dict[str, list[str]] = {}
    for ref in refs:
        by_schema.setdefault(ref.schema, []).append(ref.name)
    parts, parameters = [], []
    for schema, names in by_schema.items():
        parameters.append(schema)
        if len(names) > _NAMED:
            parts.append("TABLE_SCHEMA = %s")
        else:
            parts.append(f"(TABLE_SCHEMA = %s AND TABLE_NAME IN ({', '.join(['%s'] * len(names))}))")
            parameters += names
    where = f"({' OR '.join(parts)})"
    return tuple(query.format(where=where) for query in (_COLUMNS, _COMMENTS, _REFERENCES)), parameters  # type: ignore[return-value]


def expression(name: str, data_type: str, characters: int | None) -> str:
    """Return how one column is selected: numbers as they are, text and bytes cut to `characters`."""
    column = identifier(name)
    if data_type in ("bit",):
        return f"{column} + 0"
    if data_type in _BINARY or data_type in _TEXTS:
        return column if characters is None else f"LEFT({column}, {characters})"
    if data_type in _WHOLE or data_type in ("float", "double", "date", "datetime", "timestamp"):
        return column
    if data_type in _SPATIAL:
        return f"ST_AsText({column})" if characters is None else f"LEFT(ST_AsText({column}), {characters})"
    return f"CAST({column} AS CHAR)" if characters is None else f"LEFT(CAST({column} AS CHAR), {characters})"


_SPATIAL = frozenset({"geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
                      "geometrycollection", "geomcollection"})  # fmt: skip


def arrow_kind(data_type: str, column_type: str) -> str:
    """Return which Arrow column the server's text becomes: see columns.py."""
    if data_type in _WHOLE:
        return "uint64" if "unsigned" in column_type else "int64"
    if data_type == "bit":
        return "uint64"
    if data_type in ("float", "double"):
        return "float64"
    if data_type == "date":
        return "date"
    if data_type in ("datetime", "timestamp"):
        return "timestamp"
    return "binary" if data_type in _BINARY else "text"


def sample_query(
    name: str, select: str, key: str | None, points: Sequence[int], limit: int, each: int
) -> str:
    """Return a query that gives the first rows, or some rows after each point of the key."""
    if key is None or len(points) < 2:
        return f"SELECT {select} FROM {name} LIMIT {limit}"
    parts = (
        f"(SELECT {select} FROM {name} WHERE {key} >= {point}"
        + (f" AND {key} < {following}" if following is not None else "")
        + f" ORDER BY {key} LIMIT {each})"
        for point, following in zip(points, [*points[1:], None], strict=True)
    )
    return " UNION ALL ".join(parts) + f" LIMIT {limit}"
