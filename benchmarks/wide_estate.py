"""A large system to scan: a PostgreSQL with many tables of plausible columns and rows."""

import random
from typing import Any
from urllib.parse import quote

_COLUMNS = (
    ("id", "bigint", "g"),
    ("kunden_nr", "bigint", "g"),
    ("vorname", "text", "'Anna ' || g % 50"),
    ("nachname", "text", "'Meyer ' || g % 300"),
    ("email", "text", "'p' || g || '@example.com'"),
    ("telefon", "text", "'+49 511 ' || (100000 + g)"),
    ("strasse", "text", "'Lange Straße ' || g % 120"),
    ("plz", "text", "lpad((30000 + g % 900)::text, 5, '0')"),
    ("ort", "text", "'Hannover'"),
    ("geburtsdatum", "date", "date '1960-01-01' + (g % 15000)::int"),
    ("status", "text", "'offen'"),
    ("menge", "int", "(g % 9)::int"),
    ("preis", "numeric(10,2)", "(g % 100) + 0.99"),
    ("bemerkung", "text", "'Bitte beim Nachbarn abgeben, wenn niemand da ist.'"),
    ("erstellt_am", "timestamptz", "now()"),
)


def build(server: Any, tables: int, columns: int, rows: int = 300) -> str:
    """Make the tables and return the URL of their database."""
    import psycopg

    dice = random.Random(7)
    with psycopg.connect(
        host=server.host, port=server.port, user=server.user, password=server.password, dbname="postgres"
    ) as connection:
        for number in range(tables):
            connection.execute(_table(f"tabelle_{number:04}", columns, rows, dice))
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")
    password = quote(server.password, safe="")
    return f"postgresql://{server.user}:{password}@{server.host}:{server.port}/postgres?sslmode=disable"


def _table(name: str, columns: int, rows: int, dice: random.Random) -> str:
    chosen = [dice.choice(_COLUMNS) for _column in range(columns)]
    parts = ", ".join(f"({value})::{kind} AS {column}_{n}" for n, (column, kind, value) in enumerate(chosen))
    return f"CREATE TABLE {name} AS SELECT {parts} FROM generate_series(1, {rows}) AS g"
