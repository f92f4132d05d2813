"""Systems as bad as real ones: names that break quoting, columns that break readers, tables that refuse."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg import sql

from tests.real.loading import Loaded, maria_connection, superuser, url_of
from tests.servers import Server

NAMES = (
    'quote"d', "semi;colon--", "Müßiggang größe", "select", "user", "🙂 emoji", "with space ", "back`tick",
    "per%cent", "x" * 63, "new\nline", "a.b.c", "{brace}", "' OR 1=1", "Ünïcödé_ñ",
)  # fmt: skip
"""Every one is a table and a column at once."""

WIDE = 1_500
"""PostgreSQL holds 1,600 columns, SQLite 2,000."""


def postgresql(server: Server, reader: str = "reader", password: str = "reader-password") -> Loaded:
    """Make a database of hostile tables, one of which the reader may not read."""
    with superuser(server, "postgres") as connection:
        connection.execute("CREATE DATABASE hostile")
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(reader), sql.Literal(password))
        )
    with superuser(server, "hostile") as connection:
        _odd_tables(connection)
        _odd_types(connection)
        connection.execute(
            sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(reader))
        )
        connection.execute(sql.SQL("CREATE TABLE forbidden (email text)"))
        connection.execute("ANALYZE")
    return Loaded("postgresql", url_of("postgresql", server, "hostile", reader, password))


def _odd_tables(connection: psycopg.Connection) -> None:
    for name in NAMES:
        column = sql.Identifier(name[:60])
        connection.execute(
            sql.SQL("CREATE TABLE {} ({} text, e_mail text)").format(sql.Identifier(name), column)
        )
        connection.execute(
            sql.SQL("INSERT INTO {} VALUES ('x', 'anna.meier@example.org')").format(sql.Identifier(name))
        )
    wide = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(f"spalte_{n}")) for n in range(WIDE))
    connection.execute(sql.SQL("CREATE TABLE wide ({})").format(wide))
    connection.execute("CREATE TABLE empty (e_mail text, telefon text)")
    connection.execute("CREATE TABLE columnless ()")


def _odd_types(connection: psycopg.Connection) -> None:
    connection.execute(
        "CREATE TABLE odd (doc jsonb, tags text[], raw bytea, span int4range, ip inet, n numeric, at timestamptz,"
        " far date, t interval, x xml, g point, b bit(3))"
    )
    connection.execute(
        """INSERT INTO odd VALUES ('{"email": "anna@example.org"}', '{a,b}', '\\x00ff', '[1,5)', '192.0.2.1', 'NaN',
        'infinity', '-infinity', '178000 years', NULL, '(1,2)', B'101')"""
    )
    connection.execute("CREATE VIEW broken AS SELECT 1 / (n - n) AS quotient FROM (VALUES (1)) AS t (n)")
    connection.execute("CREATE VIEW sleepy AS SELECT pg_sleep(600)::text AS never")


def sqlite(path: Path) -> Loaded:
    """Make a file with odd names, types that lie, and text that is not UTF-8."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in NAMES:
            quoted = '"' + name.replace('"', '""') + '"'
            connection.execute(f"CREATE TABLE {quoted} ({quoted} TEXT, e_mail TEXT)")
            connection.execute(f"INSERT INTO {quoted} VALUES ('x', 'anna.meier@example.org')")
        wide = ", ".join(f"spalte_{n} TEXT" for n in range(2_000))
        connection.execute(f"CREATE TABLE wide ({wide})")
        connection.execute("CREATE TABLE liar (geburtsdatum DATE, betrag INTEGER)")
        connection.execute("INSERT INTO liar VALUES ('gestern', 'viel'), (12, 1.5), (x'ff00', NULL)")
        connection.execute("CREATE TABLE latin (ort TEXT)")
        connection.execute("INSERT INTO latin VALUES (CAST(x'4dfc6e6368656e' AS TEXT))")
        connection.execute("CREATE TABLE empty (e_mail TEXT)")
    return Loaded("sqlite", f"sqlite:///{path}")


def mariadb(server: Server) -> Loaded:
    """Make a database of odd names, types and a view that no longer has its table."""
    with closing(maria_connection(server, None)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE hostile CHARACTER SET utf8mb4")
        cursor.execute("USE hostile")
        # MariaDB's names have neither emoji nor spaces at their end
        for name in (name.strip() for name in NAMES if "🙂" not in name):
            quoted = "`" + name.replace("`", "``") + "`"
            cursor.execute(f"CREATE TABLE {quoted} ({quoted} TEXT, e_mail TEXT)")
            cursor.execute(f"INSERT INTO {quoted} VALUES ('x', 'anna.meier@example.org')")
        cursor.execute(
            "CREATE TABLE odd (doc JSON, raw BLOB, y YEAR, s SET('a','b'), nought DATE, t TIME, g POINT)"
        )
        cursor.execute("SET sql_mode = ''")
        cursor.execute(
            """INSERT INTO odd VALUES ('{"a": 1}', x'00ff', 1999, 'a,b', '0000-00-00', '-838:59:59', NULL)"""
        )
        cursor.execute("CREATE TABLE gone (a INT)")
        cursor.execute("CREATE VIEW orphan AS SELECT a FROM gone")
        cursor.execute("DROP TABLE gone")
        connection.commit()
    return Loaded("mysql", url_of("mysql", server, "hostile"))


def folder(path: Path) -> Loaded:
    """Make a folder of files that are broken each in its own way, and one that is well."""
    path.mkdir(parents=True)
    (path / "gut.csv").write_text("kunde;e_mail\nAnna;anna@example.org\n", encoding="utf-8")
    (path / "zerlumpt.csv").write_text("a;b;c\n1;2\n1;2;3;4\n;;\n", encoding="utf-8")
    (path / "latin.csv").write_bytes("Straße;Betrag\r\nMühlweg;12,50\r\n".encode("cp1252"))
    (path / "leer.csv").write_bytes(b"")
    (path / "nullen.csv").write_bytes(b"a;b\n\x00\x00;\xff\xfe\n")
    (path / "kein.parquet").write_bytes(b"PAR1 and then nothing")
    (path / "kein.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (path / "zeilen.jsonl").write_text('{"email": "a@example.org"}\n{"email": \n[1, 2]\n', encoding="utf-8")
    with zipfile.ZipFile(path / "bombe.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    (path / "link.csv").symlink_to("/etc/passwd")
    return Loaded("folder", f"file://{path}")
