"""The demo company's systems: built once, readable by a role that can do nothing else, finished after a kill."""

import psycopg
import pytest

from catalog.demo.logistics.schema import LOGISTICS
from catalog.demo.places import Places
from catalog.demo.plan import Plan
from catalog.demo.shop.schema import SHOP
from catalog.demo.silos import Cluster, Silos, reader_of
from tests.servers import postgresql

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster():
    with postgresql() as server:
        yield Cluster(server.host, server.port, server.user, server.password)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return Places(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def silos(cluster, places):
    made = Silos(Plan(customers=60), cluster, places, lambda line: None)
    made.build()
    return made


@pytest.fixture
def reader(silos, cluster):
    """A connection as the shop's read-only role."""
    with psycopg.connect(
        host=cluster.host,
        port=cluster.port,
        user=reader_of(SHOP),
        password=silos.renew_password(SHOP),
        dbname=SHOP.name,
    ) as connection:
        yield connection


def test_all_four_silos_stand(silos, cluster, places):
    for silo in (SHOP, LOGISTICS):
        with cluster.connect(silo.name) as connection:
            count = connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchone()
            assert count == (len(silo.tables),)
    assert places.finance.exists()
    assert (places.service / "tickets/tickets.jsonl").exists()


def test_the_reader_reads(reader):
    assert reader.execute("SELECT count(*) FROM shop.kunden").fetchone()[0] >= 60


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM shop.kunden",
        "CREATE TABLE shop.mine ()",
        "CREATE TABLE public.mine ()",
        "CREATE TEMP TABLE mine ()",
    ],
)
def test_the_reader_changes_nothing(reader, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)


def test_the_reader_of_the_shop_does_not_get_into_logistics(silos, cluster):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(
            host=cluster.host, port=cluster.port, user=reader_of(SHOP), password=silos.renew_password(SHOP),
            dbname=LOGISTICS.name,
        )  # fmt: skip


def test_a_silo_that_stands_is_left_alone(silos, cluster):
    with cluster.connect(SHOP.name) as connection:
        connection.execute(
            "UPDATE shop.kunden SET bemerkung = 'seen' WHERE kunden_nr = (SELECT min(kunden_nr) FROM shop.kunden)"
        )
    silos.build()
    with cluster.connect(SHOP.name) as connection:
        assert connection.execute("SELECT count(*) FROM shop.kunden WHERE bemerkung = 'seen'").fetchone() == (
            1,
        )


def test_a_database_that_was_made_but_not_filled_is_filled(silos, cluster):
    with cluster.connect("postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {LOGISTICS.name}")
        connection.execute(f"CREATE DATABASE {LOGISTICS.name}")
    silos.build()
    with cluster.connect(LOGISTICS.name) as connection:
        assert connection.execute('SELECT count(*) > 0 FROM tms."LIKP"').fetchone() == (True,)


def test_files_that_were_half_written_are_written_anew(silos, places):
    places.service.rename(places.folder / "kundenservice.draft")
    places.finance.rename(places.finance.with_suffix(".draft"))
    silos.build()
    assert places.service.exists()
    assert places.finance.exists()
    assert not (places.folder / "kundenservice.draft").exists()


def test_the_plan_is_kept_for_the_next_start(tmp_path):
    places = Places(tmp_path / "new")
    assert places.plan() is None
    places.begin(Plan(customers=77, seed=5))
    assert places.plan() == Plan(customers=77, seed=5)
