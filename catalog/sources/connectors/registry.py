"""Opening a source: from a URL or a specification to the connector of its kind."""

from catalog.sources.connectors.base import Connector, Limits, SourceError
from catalog.sources.connectors.folder import Folder
from catalog.sources.connectors.generic import Generic
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.mysql import MySQL
from catalog.sources.connectors.postgresql import PostgreSQL
from catalog.sources.connectors.spec import Kind, SourceSpec, parse_url
from catalog.sources.connectors.sqlite import SQLite

_CONNECTORS: dict[Kind, type[PostgreSQL | MySQL | SQLite | Folder | Generic]] = {
    Kind.POSTGRESQL: PostgreSQL,
    Kind.MYSQL: MySQL,
    Kind.SQLITE: SQLite,
    Kind.FOLDER: Folder,
    Kind.GENERIC: Generic,
}

_PORTS = {Kind.POSTGRESQL: 5432, Kind.MYSQL: 3306}


def open_source(
    source: str | SourceSpec, limits: Limits | None = None, guard: Guard | None = None
) -> Connector:
    """Return the connector of a source; it connects with its first question. Raises SourceError.

    Without a guard nothing but public addresses is reachable.
    """
    spec = parse_url(source) if isinstance(source, str) else source
    return _CONNECTORS[spec.kind](spec, limits or Limits(), guard or Guard())


def source_name(source: str | SourceSpec) -> str:
    """Return a short name for a source that holds neither password nor user."""
    try:
        spec = parse_url(source) if isinstance(source, str) else source
    except SourceError:
        return "?"
    if spec.path:
        return f"{spec.kind}:{spec.path.rstrip('/').rpartition('/')[2] or '/'}"
    return f"{spec.kind}:{spec.host}/{spec.database}"


def place_of(spec: SourceSpec) -> str:
    """Return where a source lies, for an error's beginning: a path, or host, port and database; no user, no password."""
    if spec.kind in (Kind.SQLITE, Kind.FOLDER):
        return spec.path or "/"
    scheme = spec.options.get("dialect", str(spec.kind))
    port = spec.port or _PORTS.get(spec.kind)
    host = f"[{spec.host}]" if ":" in spec.host else spec.host
    return f"{scheme}://{host}{f':{port}' if port else ''}/{spec.database}"
