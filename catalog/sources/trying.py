"""What to connect to when a form is tried before it is stored."""

from dataclasses import replace

from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from catalog.sources.models import Source
from catalog.sources.opening import spec_of
from catalog.sources.services import BINDING, Connection


def spec_to_try(said: Connection, source: Source | None) -> SourceSpec:
    """Return how to reach what the form says; the stored password serves for its own place only."""
    spec = SourceSpec(
        kind=Kind(said.kind),
        host=said.host,
        port=said.port,
        database=said.database,
        user=said.user,
        password=Secret(said.password or ""),
        path=said.path,
        options=said.options or {},
    )
    values = said.values()
    if source is None or said.password or any(getattr(source, field) != values[field] for field in BINDING):
        return spec
    return replace(spec, password=spec_of(source).password)
