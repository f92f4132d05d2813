"""A database of its own for measurements that need the schema: made, migrated and dropped in one run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

NAME = "benchmark_catalog"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Give the block an empty, migrated database beside the product's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    from config.embedded import start

    start.for_management(["benchmark", "migrate"])
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    for key in ("USER", "PASSWORD", "OPTIONS"):
        connection.settings_dict[key] = settings.DATABASES["owner"][key]
    connection.settings_dict["TEST"]["NAME"] = NAME
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
