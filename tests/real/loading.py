"""Put the same tables into four kinds of systems at once: PostgreSQL, MariaDB, SQLite and a folder of CSV."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import polars as pl
import psycopg
import pymysql
from psycopg import sql

from tests.servers import Server

Tables = Mapping[str, pl.DataFrame]

_SQL_TYPES = {
    pl.Int64: "bigint", pl.Float64: "double precision", pl.Boolean: "boolean", pl.Date: "date",
    pl.Datetime: "timestamp", pl.String: "text",
}  # fmt: skip
_MARIADB = {"timestamp": "datetime", "double precision": "double"}


@dataclass(frozen=True)
class Loaded:
    """One system that holds the tables, and the URL by which it is scanned."""

    kind: str
    url: str


def into_postgresql(server: Server, database: str, tables: Tables) -> Loaded:
    """Make a database and fill it by COPY."""
    with superuser(server, "postgres") as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    with superuser(server, database) as connection:
        for name, frame in tables.items():
            columns = [
                sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_sql_type(dtype)))
                for column, dtype in frame.schema.items()
            ]
            table = sql.Identifier(name)
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(columns)))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
                copy.write(frame.write_csv(include_header=False).encode())
        connection.execute("ANALYZE")
    return Loaded("postgresql", url_of("postgresql", server, database))


def into_mariadb(server: Server, database: str, tables: Tables) -> Loaded:
    """Make a database and fill it with rows of many values each."""
    with closing(maria_connection(server, None)) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {_ticked(database)} CHARACTER SET utf8mb4")
    with closing(maria_connection(server, database)) as connection, connection.cursor() as cursor:
        for name, frame in tables.items():
            columns = [
                f"{_ticked(column)} {_MARIADB.get(_sql_type(dtype), _sql_type(dtype))}"
                for column, dtype in frame.schema.items()
            ]
            cursor.execute(f"CREATE TABLE {_ticked(name)} ({', '.join(columns)})")
            marks = ", ".join(["%s"] * frame.width)
            cursor.executemany(f"INSERT INTO {_ticked(name)} VALUES ({marks})", frame.rows())
        connection.commit()
    return Loaded("mysql", url_of("mysql", server, database))


def into_sqlite(path: Path, tables: Tables) -> Loaded:
    """Make a file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, frame in tables.items():
            columns = [f'"{column}" {_sql_type(dtype)}' for column, dtype in frame.schema.items()]
            connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
            marks = ", ".join("?" * frame.width)
            # SQLite has no dates: they are text there, as every program that uses it writes them
            dates = frame.with_columns(pl.col(pl.Date, pl.Datetime).dt.to_string("iso"))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', dates.rows())
    return Loaded("sqlite", f"sqlite:///{quote(str(path))}")


def into_csv(folder: Path, tables: Tables) -> Loaded:
    """Make a folder with one file for each table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    return Loaded("folder", f"file://{quote(str(folder))}")


def _sql_type(dtype: pl.DataType) -> str:
    return _SQL_TYPES[dtype.base_type()]


def superuser(server: Server, database: str) -> psycopg.Connection:
    """Connect as the account that may do everything, each statement by itself."""
    return psycopg.connect(
        host=server.host, port=server.port, user=server.user, password=server.password, dbname=database,
        autocommit=True,
    )  # fmt: skip


def maria_connection(server: Server, database: str | None) -> pymysql.Connection:
    """Connect as the account that may do everything."""
    # As bytes: PyMySQL would encode text as Latin-1, and the server holds UTF-8
    password = server.password.encode()
    return pymysql.connect(
        host=server.host, port=server.port, user=server.user, password=password, database=database
    )


def url_of(scheme: str, server: Server, database: str, user: str = "", password: str = "") -> str:
    """Return the URL of a database, for the account that may do everything or another one."""
    secret = quote(password or server.password, safe="")
    return f"{scheme}://{user or server.user}:{secret}@{server.host}:{server.port}/{database}"


def _ticked(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
