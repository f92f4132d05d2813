"""How the settings reach the embedded servers; reads one file and starts nothing."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.embedded.installation import Installation, installation
from config.embedded.paths import ROOT, Paths

PORT = 5432  # names the socket's file; nothing listens on the network
DATABASE = "catalog"
OWNER = "catalog_owner"
APP = "catalog_app"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """One role's way into a database; `host` is the folder of the Unix socket."""

    host: str
    port: int
    name: str
    user: str
    password: str

    def url(self) -> str:
        """Return the same as a PostgreSQL URL, password included: for settings, never for a log."""
        return f"postgresql://{self.user}:{quote(self.password)}@/{self.name}?host={quote(self.host, safe='')}&port={self.port}"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """The two roles: `owner` owns the schema and migrates it, the product runs as `app`."""

    owner: DatabaseAddress
    app: DatabaseAddress


def database_urls(root: Path = ROOT) -> DatabaseUrls:
    """Return how to reach the checkout's own database, whether or not it runs."""
    return urls_of(installation(Paths(root)))


def urls_of(found: Installation) -> DatabaseUrls:
    """Return the two roles' addresses of an installation."""

    def address(user: str) -> DatabaseAddress:
        return DatabaseAddress(str(found.sockets), PORT, DATABASE, user, found.passwords[user])

    return DatabaseUrls(owner=address(OWNER), app=address(APP))


def broker_url(root: Path = ROOT) -> str:
    """Return how Celery reaches the checkout's own Valkey, whether or not it runs."""
    found = installation(Paths(root))
    return f"redis+socket://:{quote(found.passwords['valkey'])}@{found.sockets / 'valkey.sock'}"
