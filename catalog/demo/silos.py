"""Build the four silos as real systems, each whole or not at all; what stands is left alone."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import psycopg
from psycopg import sql

from catalog.demo.company import Company, found
from catalog.demo.finance.schema import FINANCE
from catalog.demo.logistics.schema import LOGISTICS
from catalog.demo.places import Places
from catalog.demo.plan import Plan
from catalog.demo.schema import Silo
from catalog.demo.service.schema import SERVICE
from catalog.demo.shop.schema import SHOP
from catalog.demo.stores import files, postgresql, sqlite

DATABASES = (SHOP, LOGISTICS)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The PostgreSQL server that the databases are made in, as its superuser reaches it."""

    host: str
    port: int
    user: str
    password: str

    @contextmanager
    def connect(self, database: str, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
        """Open a connection for the block; what it did counts only if the block ends well."""
        with psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=database,
            autocommit=autocommit,
        ) as connection:
            yield connection


class Silos:
    """The four systems of one plan. Rows are made only when a silo lacks them."""

    def __init__(self, plan: Plan, cluster: Cluster, places: Places, say: Say) -> None:
        self.plan = plan
        self.cluster = cluster
        self.places = places
        self._say = say

    def build(self) -> None:
        """Build each silo that does not stand yet."""
        for silo in DATABASES:
            if not self._stands(silo):
                self._build_database(silo)
        if not self.places.finance.exists():
            self._say(f"{FINANCE.department}: SQLite ...")
            self.places.finance.parent.mkdir(parents=True, exist_ok=True)
            sqlite.build(self.places.finance, FINANCE, self._company.rows[FINANCE.name])
        if not self.places.service.exists():
            self._build_files()

    def renew_password(self, silo: Silo) -> str:
        """Give the silo's read-only role a new password, and return it for the source to keep."""
        password = secrets.token_urlsafe(24)
        with self.cluster.connect("postgres") as connection:
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(reader_of(silo)), sql.Literal(password)
            )
            connection.execute(statement)
        return password

    @cached_property
    def _company(self) -> Company:
        self._say(f"Inventing {self.plan.customers:,} customers ...")
        return found(self.plan)

    def _stands(self, silo: Silo) -> bool:
        """Say whether the database exists with all its tables: they come in one transaction."""
        with self.cluster.connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [silo.name]).fetchone()
        if known is None:
            return False
        with self.cluster.connect(silo.name) as connection:
            last = silo.tables[-1]
            there = connection.execute(
                "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = %s", [last.schema, last.name]
            ).fetchone()
        return there is not None

    def _build_database(self, silo: Silo) -> None:
        rows = self._company.rows[silo.name]
        self._say(f"{silo.department}: PostgreSQL, {sum(frame.height for frame in rows.values()):,} rows ...")
        self._make_database(silo)
        with self.cluster.connect(silo.name) as connection:
            postgresql.build(connection, silo, rows)
            postgresql.grant_reading(connection, silo, reader_of(silo))
        with self.cluster.connect(silo.name, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")  # without it a scan could not estimate rows

    def _make_database(self, silo: Silo) -> None:
        name, reader = sql.Identifier(silo.name), sql.Identifier(reader_of(silo))
        with self.cluster.connect("postgres", autocommit=True) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [reader_of(silo)]
            ).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(reader))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [silo.name]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name)
                )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, reader))

    def _build_files(self) -> None:
        self._say(f"{SERVICE.department}: files ...")
        draft = self.places.folder / "kundenservice.draft"
        shutil.rmtree(draft, ignore_errors=True)
        files.build(draft, SERVICE, self._company.rows[SERVICE.name])
        draft.rename(self.places.service)


def reader_of(silo: Silo) -> str:
    """Return the name of the silo's read-only role."""
    return f"{silo.name}_leser"
