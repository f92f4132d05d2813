"""Tell PostgreSQL for one query what its statistics do not know."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction

# Fetch the hits, then sort them. Walking a list in its order until a page is full, PostgreSQL may pass
# every field before the first hit: it does not know that a word stands in names that begin alike.
HITS_FIRST = {"enable_indexscan": "off"}


@contextmanager
def planned(settings: Mapping[str, str]) -> Iterator[None]:
    """Let the queries of the block be planned with these settings, and none after it."""
    if not settings:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        values = [part for setting in settings.items() for part in setting]
        cursor.execute(f"SELECT {', '.join(['set_config(%s, %s, true)'] * len(settings))}", values)
        yield
