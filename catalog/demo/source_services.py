"""Register the demo company's four systems as sources of their departments, and have each scanned once."""

from collections.abc import Iterator

from catalog.demo.company import SILOS
from catalog.demo.finance.schema import FINANCE
from catalog.demo.schema import Silo
from catalog.demo.service.schema import SERVICE
from catalog.demo.silos import Silos, reader_of
from catalog.fields.services.scans import start_scan
from catalog.fields.states import ScanState
from catalog.sources.connectors.spec import Kind
from catalog.sources.models import Source
from catalog.sources.services import Connection, add_source, change_source, check_source
from consent.parties.models import Department
from consent.parties.principals import Principal


def register_sources(principal: Principal, silos: Silos) -> Iterator[Source]:
    """Register what is not registered yet; a source that somebody retired stays retired."""
    for silo in SILOS:
        source = Source.objects.filter(name__iexact=silo.name).order_by("-created_at").first()
        if source is None:
            source = _add(principal, silo, silos)
        elif source.retired_at is None and _has_moved(source, silo, silos):
            source = change_source(principal, source, _connection(silo, silos))
            check_source(principal, source)
        yield source


def start_first_scan(principal: Principal, source: Source) -> bool:
    """Queue a scan of a source that was never scanned, or never with success; say whether it was."""
    if source.retired_at is not None or source.scans.exclude(state=ScanState.FAILED).exists():
        return False
    start_scan(source, principal)
    return True


def _add(principal: Principal, silo: Silo, silos: Silos) -> Source:
    department = Department.objects.get(name=silo.department)
    source = add_source(principal, department, _connection(silo, silos))
    check_source(principal, source)
    return source


def _has_moved(source: Source, silo: Silo, silos: Silos) -> bool:
    """Say whether the embedded server answers at another socket than the source knows."""
    return silo.kind == "postgresql" and source.host != silos.cluster.host


def _connection(silo: Silo, silos: Silos) -> Connection:
    """Say how the silo is reached; a database gets a new password for it."""
    if silo.kind == "postgresql":
        return Connection(
            silo.name,
            Kind.POSTGRESQL,
            host=silos.cluster.host,
            port=silos.cluster.port,
            database=silo.name,
            user=reader_of(silo),
            password=silos.renew_password(silo),
        )
    path = {FINANCE.name: silos.places.finance, SERVICE.name: silos.places.service}[silo.name]
    return Connection(silo.name, Kind.SQLITE if silo is FINANCE else Kind.FOLDER, path=str(path))
