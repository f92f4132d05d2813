"""What it takes to reach one source: the specification, its secret, and how a URL becomes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from catalog.sources.connectors.base import SourceError
from config.addresses import unbracketed


class Kind(StrEnum):
    """The kinds of systems that can be a source."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    FOLDER = "folder"
    GENERIC = "generic"


class Secret:
    """A password that shows itself only when asked; neither repr, str nor pickle give it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the password, to hand it to a driver."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not serialised.")


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """How to reach a source. `path` is for files; `options` must stand on the kind's allow-list."""

    kind: Kind
    host: str = ""
    port: int | None = None
    database: str = ""
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    path: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))
        object.__setattr__(self, "host", unbracketed(self.host))
        check_options(self.kind, self.options)
        for what in (
            self.host,
            self.database,
            self.user,
            self.path,
            self.password.reveal(),
        ):
            if "\0" in what:
                raise SourceError(
                    "The address holds a character that no system accepts.",
                    code="address",
                )

    def with_password(self, password: str) -> "SourceSpec":
        """Return the same source with this password."""
        return replace(self, password=Secret(password))


_TLS = frozenset({"disable", "prefer", "require", "verify-ca", "verify-full"})

# Only what cannot make a driver read a file, run a statement or go to another place is listed.
# None stands for any text without a line break or quote.
ALLOWED_OPTIONS: Mapping[Kind, Mapping[str, frozenset[str] | None]] = {
    Kind.POSTGRESQL: {
        "sslmode": _TLS,
        "channel_binding": frozenset({"disable", "prefer", "require"}),
        "target_session_attrs": frozenset(
            {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"}
        ),
    },
    Kind.MYSQL: {"sslmode": _TLS},
    Kind.SQLITE: {},
    Kind.FOLDER: {},
    Kind.GENERIC: {"dialect": None, "service_name": None},
}

_SCHEMES = {
    "postgresql": Kind.POSTGRESQL,
    "postgres": Kind.POSTGRESQL,
    "mysql": Kind.MYSQL,
    "mariadb": Kind.MYSQL,
    "sqlite": Kind.SQLITE,
    "file": Kind.FOLDER,
}


def check_options(kind: Kind, options: Mapping[str, str]) -> None:
    """Raise SourceError for a driver option or value that is not on the kind's allow-list."""
    allowed = ALLOWED_OPTIONS[kind]
    for name, value in options.items():
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            # What looks like no option's name may be a piece of a password; it is not repeated
            named = f" {name[:40]!r}" if name.isidentifier() and name.isascii() else ""
            raise SourceError(
                f"The option{named} is not allowed here; allowed: {known}.",
                code="option",
            )
        choices = allowed[name]
        if choices is not None and value not in choices:
            raise SourceError(
                f"The option {name} must be one of: {', '.join(sorted(choices))}.",
                code="option",
            )
        if choices is None and not value.replace("+", "").replace("_", "").replace(".", "").isalnum():
            raise SourceError(
                f"The option {name} may hold letters, digits, '.', '_' and '+' only.",
                code="option",
            )


def unknown_scheme(scheme: str) -> SourceError:
    """Return the error for a URL of a kind that is not known, with those that are."""
    return SourceError(
        f"{repr(scheme) if scheme else 'This'} is no kind of source that can be read here. There are postgresql://, mysql://, "
        "mariadb://, sqlite:///path and file:///folder, and other databases by the name of their SQLAlchemy "
        "dialect where its driver is installed.",
        code="address",
    )


def parse_url(url: str) -> SourceSpec:
    """Turn a URL into a specification. Raises SourceError, with a message that never repeats the URL."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise SourceError(
            "This is not a URL that can be read; check host and port, and that '/', '?', '#' and '@' inside a "
            "password are written as %2F, %3F, %23 and %40.",
            code="address",
        ) from None
    kind = _SCHEMES.get(parts.scheme) or (Kind.GENERIC if parts.scheme and "://" in url else None)
    if kind is None:
        raise unknown_scheme(parts.scheme)
    if kind in (Kind.SQLITE, Kind.FOLDER):
        return _parse_path(kind, parts)
    if parts.fragment or ("@" not in parts.netloc and "@" in parts.path + parts.query):
        raise SourceError(
            "This URL is cut at a '/', '?' or '#' inside its user or password; write them as %2F, %3F and %23.",
            code="address",
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if kind is Kind.GENERIC:
        options["dialect"] = parts.scheme
    # libpq's own form for Unix sockets: postgresql:///database?host=/folder
    host = options.pop("host", "") if kind in (Kind.POSTGRESQL, Kind.MYSQL) else ""
    return SourceSpec(
        kind=kind,
        host=host or unquote(parts.hostname or "") or ("localhost" if kind is not Kind.GENERIC else ""),
        port=port,
        # A dialect without a host opens a file: dialect:////absolute/path
        database=unquote(
            parts.path.lstrip("/") if parts.netloc or kind is not Kind.GENERIC else parts.path[1:]
        ),
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password or "")),
        options=options,
    )


def _parse_path(kind: Kind, parts: SplitResult) -> SourceSpec:
    """Read sqlite:///relative, sqlite:////absolute, sqlite:///absolute and file:///folder."""
    if parts.netloc not in ("", "localhost"):
        raise SourceError(f"A file's URL has three slashes: {parts.scheme}:///path.", code="address")
    if parts.query:
        raise SourceError("A file's URL takes no options.", code="option")
    path = unquote(parts.path)
    if not path.strip("/") and kind is Kind.SQLITE:
        raise SourceError("The URL names no file.", code="address")
    return SourceSpec(kind=kind, path="/" + path.lstrip("/"))
