"""What every test may use: the database as the application's role sees it, people, a client."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from config.embedded import roles, start

start.for_management(["pytest", "migrate"])

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402

# How long an example takes says more about the machine's other work than about the code
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _keys_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test put a person's key into the store of the installation that lies in this checkout."""
    with override_settings(KEYS=tmp_path_factory.mktemp("keys")):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Make and migrate the test database as the schema's owner."""
    settings.DATABASE_APP_ROLE = connection.settings_dict["USER"]
    for name in ("USER", "PASSWORD", "OPTIONS"):
        connection.settings_dict[name] = settings.DATABASES["owner"][name]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Run every test as the application's role, so that a missing grant is seen."""
    with django_db_blocker.unblock():
        _take_and_give_rights()
        _become(settings.DATABASE_APP_ROLE)
        # On the class: a browser's event loop in this thread gives the thread a second connection object
        operations: Any = type(connection.ops)
        flush = operations.execute_sql_flush
        operations.execute_sql_flush = lambda self, statements: _as_owner(partial(flush, self), statements)
    yield
    with django_db_blocker.unblock():
        _become(None)


def _take_and_give_rights() -> None:
    """Let deploy/roles.sql decide who may do what in the test database, as it does in the product's own.

    A new database lets everybody connect and make temporary tables: a missing grant would go unseen.
    """
    script = roles.SCRIPT.read_text(encoding="utf-8")
    statements = re.findall(r"^(?:REVOKE|GRANT) [^;]* ON DATABASE catalog [^;]*;", script, re.MULTILINE)
    assert len(statements) > 1, "deploy/roles.sql no longer says who may use the database"
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("DATABASE catalog ", f"DATABASE {name} "))


def _become(role: str | None) -> None:
    connection.close()
    options = {
        name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "options"
    }
    if role:
        options["options"] = f"-c role={role}"
    connection.settings_dict["OPTIONS"] = options


@contextmanager
def owner_role() -> Iterator[None]:
    """Act as the schema's owner inside the block: what an intruder on the machine could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.DATABASE_APP_ROLE)}")


def _as_owner(flush: Any, statements: Any) -> None:
    with owner_role():
        flush(statements)
