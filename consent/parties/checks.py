"""System checks: no demo people in production, a second factor required, a mapping that can be read."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


@register(Tags.database)
def no_demo_people(app_configs: Any, databases: Any = None, **more: Any) -> Sequence[CheckMessage]:
    """Refuse production with demo people in the database: before each migration, and by --database."""
    from consent.parties.models import User

    if settings.EMBEDDED or not databases or not _knows_demo_people():
        return []
    if User.objects.filter(is_demo=True, is_active=True).exists():
        return [Error("There are demo people in this database: use another one.", id="parties.E001")]
    return []


def _knows_demo_people() -> bool:
    """Say whether the schema is as new as this question."""
    asked = (
        "SELECT FROM information_schema.columns WHERE table_name = 'parties_user' AND column_name = 'is_demo'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return bool(cursor.rowcount)


@register(Tags.security, deploy=True)
def second_factor_required(app_configs: Any, **more: Any) -> Sequence[CheckMessage]:
    """Warn where privileged roles may sign in with a password alone."""
    if settings.REQUIRE_SECOND_FACTOR or getattr(settings, "EMBEDDED", False):
        return []
    words = "REQUIRE_SECOND_FACTOR is off: whoever sees or runs the whole signs in with a password alone."
    return [Warning(words, id="parties.W002")]


@register()
def mapping_is_readable(app_configs: Any, **more: Any) -> Sequence[CheckMessage]:
    """Refuse a mapping of directory groups that cannot be used."""
    from consent.parties.directory import read_mapping

    if settings.OIDC_ISSUER and not settings.OIDC_GROUPS_FILE:
        return [
            Error(
                "OIDC_ISSUER is set, but OIDC_GROUPS_FILE is not: nobody would have a role.",
                id="parties.E002",
            )
        ]
    try:
        if settings.OIDC_GROUPS_FILE:
            read_mapping(settings.OIDC_GROUPS_FILE)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="parties.E003")]
    return []
