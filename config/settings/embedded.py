"""Settings for the embedded default: our own PostgreSQL and Valkey, mail to an outbox page."""

import os
from pathlib import Path

from config import keyring
from config.embedded import connection
from config.embedded.paths import Paths
from config.settings import environment
from config.settings.base import *  # noqa: F403

_urls = connection.database_urls()
DATABASES = {
    "default": environment.database(os.environ.get("DATABASE_URL") or _urls.app.url()),
    "owner": environment.database(
        os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL") or _urls.owner.url(),
        "DATABASE_OWNER_URL",
    ),
}
CELERY_BROKER_URL = os.environ.get("BROKER_URL") or connection.broker_url()
SECRET_KEY = keyring.key("django", KEYS).hex()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMBEDDED = True
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=False)

# Mail stays on this machine: administrators read it on the outbox page, for a week
EMAIL_BACKEND = "config.web.outbox.Backend"
CELERY_BEAT_SCHEDULE = globals().get("CELERY_BEAT_SCHEDULE", {}) | {
    "expire-outbox": {"task": "config.web.tasks.expire_outbox", "schedule": 3600.0},
}

# Two checkouts on one machine share a host name, and cookies know no port
SESSION_COOKIE_NAME = f"session-{Paths().digest}"
CSRF_COOKIE_NAME = f"csrf-{Paths().digest}"

# The demo company's systems: databases in the same server, and files. They are no part of what the
# product stores, so the files lie beside var/, where no source may look.
DEMO_FOLDER = Path(environment.text("CATALOG_DEMO", f"{VAR}-demo"))
SOURCES_ALLOWED_NETWORKS = [*SOURCES_ALLOWED_NETWORKS, _urls.owner.host]
SOURCES_ALLOWED_ROOTS = [*SOURCES_ALLOWED_ROOTS, str(DEMO_FOLDER)]
