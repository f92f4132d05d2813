"""The demo company's systems as sources of their departments: registered once, scanned once, found as the truth says."""

import pytest

from catalog.demo import people_services, source_services
from catalog.demo.company import SILOS
from catalog.demo.places import Places
from catalog.demo.plan import Plan
from catalog.demo.silos import Cluster, Silos
from catalog.demo.truth import labels
from catalog.fields.models import Field, Scan
from catalog.fields.services.working import work_on
from catalog.fields.states import ScanState
from catalog.sources.models import Outcome, Source
from catalog.sources.services import retire_source
from config.embedded.paths import Paths
from tests.servers import postgresql

# Committed: the watch beside a scan asks on a connection of its own, and ends a scan that it cannot see.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def silos(tmp_path_factory):
    with postgresql() as server:
        cluster = Cluster(server.host, server.port, server.user, server.password)
        made = Silos(Plan(customers=300), cluster, Places(tmp_path_factory.mktemp("demo")), lambda line: None)
        made.build()
        yield made


@pytest.fixture
def administrator(silos, settings, tmp_path, monkeypatch):
    """The demo administrator, with the lists open for the silos."""
    settings.SOURCES_ALLOWED_NETWORKS = [f"{silos.cluster.host}:{silos.cluster.port}"]
    settings.SOURCES_ALLOWED_ROOTS = [str(silos.places.folder)]
    monkeypatch.setattr(Paths, "demo_logins", property(lambda paths: tmp_path / "logins.txt"))
    people_services.make_people()
    return people_services.administrator()


@pytest.fixture
def sources(administrator, silos):
    return list(source_services.register_sources(administrator, silos))


def test_each_silo_is_a_source_of_its_department_and_answers(sources):
    registered = {(source.name, source.department.name, source.outcome) for source in sources}
    assert registered == {(silo.name, silo.department, Outcome.ANSWERED) for silo in SILOS}


def test_a_second_run_registers_nothing_twice_and_keeps_the_passwords(sources, administrator, silos):
    before = list(Source.objects.order_by("name").values("id", "credential"))
    list(source_services.register_sources(administrator, silos))
    assert list(Source.objects.order_by("name").values("id", "credential")) == before


def test_a_source_that_somebody_retired_stays_retired(sources, administrator, silos):
    retire_source(administrator, sources[0])
    again = list(source_services.register_sources(administrator, silos))
    assert Source.objects.active().count() == len(SILOS) - 1
    assert not source_services.start_first_scan(administrator, again[0])


def test_a_source_follows_the_server_to_another_address(sources, administrator, silos):
    shop = sources[0]
    Source.objects.filter(pk=shop.pk).update(host="/somewhere/else")
    list(source_services.register_sources(administrator, silos))
    shop.refresh_from_db()
    assert (shop.host, shop.outcome) == (silos.cluster.host, Outcome.ANSWERED)


def test_each_source_is_scanned_once_by_itself(sources, administrator):
    assert all(source_services.start_first_scan(administrator, source) for source in sources)
    assert not any(source_services.start_first_scan(administrator, source) for source in sources)
    assert Scan.objects.count() == len(SILOS)


@pytest.fixture
def fields(sources, administrator):
    """All fields after the first scans, by source, table and column."""
    for source in sources:
        source_services.start_first_scan(administrator, source)
        work_on(source.scans.get().pk)
    assert set(Scan.objects.values_list("state", "tables_failed")) == {(ScanState.DONE, 0)}
    return {
        (
            field.source.name,
            field.collection.schema,
            field.collection.name.partition("#")[0],
            field.name,
        ): field
        for field in Field.objects.select_related("source", "collection")
    }


def test_the_scan_sees_every_column_and_most_of_what_they_hold(fields):
    truth = {(one["source"], one["schema"], one["table"], one["column"]): one for one in labels()}
    assert fields.keys() == {_as_scanned(place) for place in truth}
    clear = [(fields[_as_scanned(place)], one) for place, one in truth.items() if not one["ambiguous"]]
    personal = [field.personal for field, one in clear if one["personal"]]
    others = [field.personal for field, one in clear if not one["personal"]]
    assert sum(personal) / len(personal) >= 0.75
    assert sum(others) / len(others) <= 0.15


def test_most_of_what_art_9_and_10_protect_is_found_as_such(fields):
    special = [one for one in labels() if one["special"] and not one["ambiguous"]]
    found = [
        fields[_as_scanned((one["source"], one["schema"], one["table"], one["column"]))].special is not None
        for one in special
    ]
    assert sum(found) / len(found) >= 0.6


def _as_scanned(place):
    """A file's folder is its schema."""
    source, schema, table, column = place
    folder, _, name = table.rpartition("/")
    return source, schema or folder, name, column
