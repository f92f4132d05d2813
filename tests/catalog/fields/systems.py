"""Small systems to scan: SQLite files that a test can change between two scans."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from catalog.fields.models import Scan
from catalog.fields.services import working
from catalog.fields.services.scans import queue_scan
from catalog.fields.states import Trigger
from catalog.sources.connectors.spec import Kind
from catalog.sources.models import Source
from consent.parties.models import Department

CUSTOMERS = "CREATE TABLE kunden (kunden_nr INTEGER PRIMARY KEY, nachname TEXT, email TEXT, allergie TEXT)"
ROWS = [f"INSERT INTO kunden VALUES ({n}, 'Meyer', 'meyer{n}@example.com', 'Nüsse')" for n in range(1, 30)]
ARTICLES = "CREATE TABLE artikel (id INTEGER PRIMARY KEY, bezeichnung TEXT, preis REAL)"
SHOP = [CUSTOMERS, *ROWS, ARTICLES]


def system(folder: Path, statements: Iterable[str] = SHOP, name: str = "shop.db") -> Path:
    """Make a SQLite file, or change the one that is there."""
    path = folder / name
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def source(department: Department, path: Path, name: str = "Shop", kind: Kind = Kind.SQLITE) -> Source:
    """Register the file as a source of the department."""
    return Source.objects.create(name=name, department=department, kind=kind, path=str(path))


def scanned(of: Source) -> Scan:
    """Scan the source to the end and return the scan."""
    scan = queue_scan(of, Trigger.COMMAND, None)
    working.work_on(scan.pk)
    scan.refresh_from_db()
    return scan
