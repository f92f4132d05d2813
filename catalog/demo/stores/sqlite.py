"""Build a silo in one SQLite file, whole or not at all."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import polars as pl

from catalog.demo.schema import Column, Silo, Table


def build(path: Path, silo: Silo, rows: Mapping[str, pl.DataFrame]) -> None:
    """Write the file beside its place first, so that a killed run leaves no half one."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection, connection:
        for table in silo.tables:
            connection.execute(_definition(table))
            frame = rows[table.path]
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", frame.iter_rows())  # noqa: S608  # our own schema's names
    os.replace(draft, path)


def _definition(table: Table) -> str:
    parts = [_column(column) for column in table.columns]
    if table.keys:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.keys))})")
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(parts)})"


def _column(column: Column) -> str:
    text = f"{_quoted(column.name)} {column.type.upper()}"
    if column.references:
        table, _, target = column.references.rpartition(".")
        text += f" REFERENCES {_quoted(table)} ({_quoted(target)})"
    return text


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
