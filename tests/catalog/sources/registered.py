"""Small sources for tests of pages, API and services: a SQLite file below an allowed root."""

import sqlite3
from contextlib import closing
from pathlib import Path

from catalog.sources.models import Source
from catalog.sources.services import Connection, add_source
from consent.parties.models import Department
from consent.parties.principals import Principal
from tests import factories


def file(folder: Path, name: str = "shop.db") -> Path:
    """Make a SQLite file with one table."""
    path = folder / name
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE kunden (id INTEGER PRIMARY KEY, email TEXT)")
        connection.commit()
    return path


def steward(where: Department) -> Principal:
    """Make a steward of the department."""
    return factories.principal("steward", where)


def server(department: Department, password: str | None = "Geheim-1", **more: object) -> Source:
    """Register a database server; nobody connects to it."""
    values: dict[str, object] = {
        "name": "Shop",
        "kind": "postgresql",
        "host": "db.example",
        "port": 5432,
        "user": "leser",
    }
    said = Connection(**{**values, "password": password, **more})  # type: ignore[arg-type]
    return add_source(steward(department), department, said)
