"""Build a silo in a PostgreSQL database: schemas, tables, keys, comments, and rows by COPY."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl
from psycopg import Connection, sql

from catalog.demo.schema import Column, Silo, Table

Progress = Callable[[str, int], None]
_BLOCK = 1 << 20


def build(
    connection: Connection,
    silo: Silo,
    rows: Mapping[str, pl.DataFrame],
    progress: Progress = lambda table, count: None,
) -> None:
    """Create the silo's tables and fill them, all in the connection's transaction."""
    for statement in _definitions(silo):
        connection.execute(statement)
    for table in silo.tables:
        _copy(connection, table, rows[table.path])
        progress(table.path, rows[table.path].height)
    for statement in _references(silo):
        connection.execute(statement)


def grant_reading(connection: Connection, silo: Silo, role: str) -> None:
    """Let a role read every table of the silo, and nothing else."""
    for schema in _schemas(silo):
        connection.execute(
            sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), sql.Identifier(role))
        )
        connection.execute(
            sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(
                sql.Identifier(schema), sql.Identifier(role)
            )
        )


def _schemas(silo: Silo) -> list[str]:
    return sorted({table.schema or "public" for table in silo.tables})


def _name(table: Table) -> sql.Identifier:
    return sql.Identifier(table.schema or "public", table.name)


def _definitions(silo: Silo) -> Iterator[sql.Composed]:
    for schema in _schemas(silo):
        yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
    for table in silo.tables:
        parts = [_column(column) for column in table.columns]
        if table.keys:
            parts.append(
                sql.SQL("PRIMARY KEY ({})").format(sql.SQL(", ").join(map(sql.Identifier, table.keys)))
            )
        yield sql.SQL("CREATE TABLE {} ({})").format(_name(table), sql.SQL(", ").join(parts))
        yield from _comments(table)


def _column(column: Column) -> sql.Composed:
    type_ = "double precision" if column.type == "double" else column.type
    return sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(type_))  # our own schema's text


def _comments(table: Table) -> Iterator[sql.Composed]:
    if table.comment:
        yield sql.SQL("COMMENT ON TABLE {} IS {}").format(_name(table), sql.Literal(table.comment))
    for column in table.columns:
        if column.comment:
            place = sql.Identifier(table.schema or "public", table.name, column.name)
            yield sql.SQL("COMMENT ON COLUMN {} IS {}").format(place, sql.Literal(column.comment))


def _references(silo: Silo) -> Iterator[sql.Composed]:
    """Foreign keys come last, so that COPY need not look each row up."""
    for table in silo.tables:
        for column in table.columns:
            if column.references:
                path, _, target = column.references.rpartition(".")
                yield sql.SQL("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})").format(
                    _name(table), sql.Identifier(column.name), _name(silo.table(path)), sql.Identifier(target)
                )


def _copy(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(_name(table), columns)
    data = rows.write_csv(include_header=False).encode()
    with connection.cursor().copy(statement) as copy:
        for start in range(0, len(data), _BLOCK):
            copy.write(data[start : start + _BLOCK])
