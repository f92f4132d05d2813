"""Copying the whole database out and in, by PostgreSQL's own programs, as the owner of the schema."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from config.embedded.binaries import programs
from config.operations.errors import OperationError


@dataclass(frozen=True, slots=True)
class Database:
    """The database and the owner's way in."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: dict[str, Any]

    def parameters(self) -> dict[str, Any]:
        """Return libpq's connection parameters."""
        given = {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
        }
        return self.options | {name: value for name, value in given.items() if value}

    def url(self, user: str = "", password: str = "") -> str:
        """Return the address as settings take it, for this role or another one."""
        role = {"user": user, "password": password} if user else {}
        return "postgresql://?" + "&".join(
            f"{name}={_quoted(value)}" for name, value in (self.parameters() | role).items()
        )

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection[Any]]:
        """Connect, each statement for itself. Raises OperationError with libpq's own reason."""
        try:
            connection = psycopg.connect(**self.parameters(), autocommit=True)
        except psycopg.OperationalError as error:
            raise OperationError(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
        with connection:
            yield connection


def owned_database(alias: str = "owner") -> Database:
    """Return the database of the settings in force, as its owner."""
    found = settings.DATABASES[alias]
    return Database(
        host=found["HOST"],
        port=str(found["PORT"]),
        name=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        options={key: value for key, value in found.get("OPTIONS", {}).items() if isinstance(value, str)},
    )


def dump(database: Database, file: Path) -> None:
    """Write the whole database to a file, as it was at one moment."""
    _run("pg_dump", database, "--format=custom", "--no-owner", f"--file={file}")


def load(database: Database, file: Path) -> None:
    """Read a dump into an empty database, whole or not at all."""
    _run(
        "pg_restore",
        database,
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        f"--dbname={database.name}",
        str(file),
    )


def make(database: Database, name: str) -> Database:
    """Make an empty database beside the given one, with the same rights."""
    app = sql.Identifier(settings.DATABASE_APP_ROLE)
    fresh = sql.Identifier(name)
    # template0, not template1: the latter's default rights would let the application change what the
    # ledger's tables forbid it to change. The dump brings its own rights.
    with database.connected() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(fresh))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(fresh))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(fresh))
        connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(fresh, app))
    return replace(database, name=name)


def drop(database: Database) -> None:
    """Remove a database; done from the maintenance database, because nobody drops what they stand in."""
    with replace(database, name="postgres").connected() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database.name)))


def put_in_place(fresh: Database, old: Database) -> None:
    """Let `fresh` take the name of `old`, which is removed. Raises OperationError while somebody uses it."""
    name, former = sql.Identifier(old.name), sql.Identifier(f"{old.name}_former")
    with replace(old, name="postgres").connected() as connection:
        try:
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(name, former))
        except psycopg.errors.ObjectInUse as error:
            raise OperationError(
                "Somebody uses the database: end the server (script/server, or the units) and try again."
            ) from error
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh.name), name))
        connection.execute(sql.SQL("DROP DATABASE {}").format(former))


def _run(program: str, database: Database, *arguments: str) -> None:
    connection = {
        "PGHOST": database.host,
        "PGPORT": database.port,
        "PGDATABASE": database.name,
        "PGUSER": database.user,
        "PGPASSWORD": database.password,
        "PGSSLMODE": str(database.options.get("sslmode", "")),
        "PGSSLROOTCERT": str(database.options.get("sslrootcert", "")),
    }
    done = subprocess.run(
        [str(programs().postgres(program)), *arguments],
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"} | {k: v for k, v in connection.items() if v},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "error" in line] or ["it said nothing"]
        raise OperationError(f"{program} failed: {said[0]}")


def _quoted(value: Any) -> str:
    return quote(str(value), safe="")
