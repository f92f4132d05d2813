"""The tests themselves run as the application's role, not as the schema's owner."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from tests.conftest import owner_role

pytestmark = pytest.mark.django_db


def test_the_product_runs_as_the_applications_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.DATABASE_APP_ROLE,)


def test_the_applications_role_cannot_change_the_schema():
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE mine (id int)")


def test_the_owner_can():
    with owner_role(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ours (id int)")


def test_nobody_else_may_use_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_database, aclexplode(datacl) AS given"
            " WHERE datname = current_database() AND given.grantee = 0"
        )
        assert cursor.fetchone() == (0,)


def test_the_application_connects_and_stages_in_temporary_tables_and_no_more():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT given.privilege_type FROM pg_database, aclexplode(datacl) AS given"
            " WHERE datname = current_database() AND given.grantee = %s::regrole",
            [settings.DATABASE_APP_ROLE],
        )
        assert sorted(row[0] for row in cursor.fetchall()) == ["CONNECT", "TEMPORARY"]
