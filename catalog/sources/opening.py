"""From a registered source to its open connector: the administrator's lists bind, the credential is unsealed."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from catalog.sources.connectors.base import Connector, Limits, SourceError
from catalog.sources.connectors.guard import Guard
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.spec import Kind, Secret, SourceSpec
from catalog.sources.models import Source
from config import keyring

# A person waits for a check, so it gives up sooner than a scan does.
CHECK_LIMITS = Limits(connect_seconds=5, statement_seconds=10)


def guard() -> Guard:
    """Return the administrator's lists of what registered sources may reach."""
    return _guard(
        tuple(settings.SOURCES_ALLOWED_NETWORKS),
        tuple(settings.SOURCES_ALLOWED_ROOTS),
        tuple(settings.SOURCES_ALLOWED_DIALECTS),
        (str(settings.VAR), str(settings.KEYS)),
    )


@lru_cache(maxsize=8)
def _guard(
    networks: tuple[str, ...], roots: tuple[str, ...], dialects: tuple[str, ...], forbidden: tuple[str, ...]
) -> Guard:
    """Build the lists once; a root inside a forbidden place opens nothing."""
    return Guard.from_lists(networks=networks, roots=roots, dialects=dialects, forbidden=map(Path, forbidden))


def open_registered(source: Source, limits: Limits | None = None) -> Connector:
    """Return the connector of a registered source. Raises SourceError."""
    if source.retired_at is not None:
        raise SourceError("The source has been retired.", code="missing")
    return open_source(spec_of(source), limits, guard())


def spec_of(source: Source) -> SourceSpec:
    """Return how to reach a source, with its credential. Raises SourceError."""
    return SourceSpec(
        kind=Kind(source.kind),
        host=source.host,
        port=source.port,
        database=source.database,
        user=source.user,
        password=_password(source),
        path=source.path,
        options=source.options,
    )


def sealed(source: Source, password: str) -> bytes:
    """Encrypt a password for the place that the source names now."""
    return keyring.seal(password.encode(), _context(source))


def _password(source: Source) -> Secret:
    if source.credential is None:
        return Secret("")
    try:
        return Secret(keyring.unseal(bytes(source.credential), _context(source)).decode())
    except keyring.Unreadable:
        raise SourceError(
            "The stored password cannot be opened with this instance's key; set it again.", code="credentials"
        ) from None


def _context(source: Source) -> str:
    """Bind a credential to its place: with another host or user in the row it does not open."""
    return "\x1f".join(
        ("source", str(source.id), source.kind, source.host, str(source.port or ""), source.user)
    )
