"""Real servers, one of each kind for the whole run, and how a test opens a source on them."""

from collections.abc import Callable, Iterator

import psycopg
import pymysql
import pytest

from catalog.sources.connectors.base import Connector, Limits
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from tests import servers
from tests.servers import Server

Open = Callable[..., Connector]


@pytest.fixture(scope="session")
def pg() -> Iterator[Server]:
    """A PostgreSQL of our own."""
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def maria() -> Iterator[Server]:
    """A MariaDB of our own."""
    if missing := servers.mariadb_missing():
        pytest.skip(missing)
    with servers.mariadb() as server:
        yield server


@pytest.fixture
def pg_sql(pg: Server, request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Run statements in a fresh database that carries the name "test"."""
    name = "test"
    with psycopg.connect(**_pg(pg, "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        encoding = getattr(request, "param", "UTF8")
        admin.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
    with psycopg.connect(**_pg(pg, name), autocommit=True) as connection:
        yield lambda statement: connection.execute(
            statement.encode() if isinstance(statement, str) else statement
        )


@pytest.fixture
def maria_sql(maria: Server) -> Iterator[Callable[[str], None]]:
    """Run statements in a fresh database that carries the name "test"."""
    connection = pymysql.connect(
        host=maria.host,
        port=maria.port,
        user=maria.user,
        password=maria.password.encode(),
        charset="utf8mb4",
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS test")
        cursor.execute("CREATE DATABASE test CHARACTER SET utf8mb4")
        cursor.execute("USE test")
        cursor.execute("SET sql_mode = ''")
        yield cursor.execute


@pytest.fixture
def open_pg(pg: Server) -> Iterator[Open]:
    """Open the database "test" of PostgreSQL; closed after the test."""
    yield from _opener(pg, Kind.POSTGRESQL)


@pytest.fixture
def open_maria(maria: Server) -> Iterator[Open]:
    """Open the database "test" of MariaDB; closed after the test."""
    yield from _opener(maria, Kind.MYSQL)


def _opener(server: Server, kind: Kind) -> Iterator[Open]:
    opened: list[Connector] = []

    def open_it(
        limits: Limits | None = None, *, port: int = 0, user: str = "", password: str | None = None
    ) -> Connector:
        secret = Secret(server.password if password is None else password)
        spec = SourceSpec(kind, server.host, port or server.port, "test", user or server.user, secret)
        opened.append(open_source(spec, limits or Limits(), Guard.permissive()))
        return opened[-1]

    yield open_it
    for connector in opened:
        connector.close()


def _pg(server: Server, database: str) -> dict[str, object]:
    return {
        "host": server.host, "port": server.port, "user": server.user, "password": server.password, "dbname": database,
    }  # fmt: skip
