"""The check on database roles: the product should not run as the owner of the schema."""

from copy import deepcopy

from django.conf import settings
from django.test import override_settings

from config.checks.registered import check_database_roles


def with_users(app: str, owner: str):
    databases = deepcopy(dict(settings.DATABASES))
    databases["default"]["USER"], databases["owner"]["USER"] = app, owner
    # Only the check reads them: no connection is opened anew
    return override_settings(DATABASES=databases)


def test_two_roles_are_fine():
    with with_users("catalog_app", "catalog_owner"):
        assert check_database_roles(None) == []


def test_one_role_for_both_is_warned_about_with_what_to_set():
    with with_users("catalog", "catalog"):
        (warning,) = check_database_roles(None)
    assert warning.id == "database.W001"
    assert "DATABASE_OWNER_URL" in warning.hint
