"""A read-only snapshot of the product's database as Arrow, on a connection of its own (ADBC)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import adbc_driver_postgresql.dbapi as driver
import pyarrow as pa
from django.db import connection
from psycopg.conninfo import make_conninfo

_BATCH_BYTES = {"adbc.postgresql.batch_size_hint_bytes": 1 << 20}
_NAMES = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Snapshot:
    """Statements over one state of the database; what commits meanwhile is not seen."""

    def __init__(self, link: Any) -> None:
        self._link = link

    def stream(self, sql: str) -> Iterator[pa.RecordBatch]:
        """Yield the rows batch by batch, read as they are asked for."""
        with self._link.cursor(adbc_stmt_kwargs=_BATCH_BYTES) as cursor:
            cursor.execute(sql)
            yield from cursor.fetch_record_batch()

    def table(self, sql: str) -> pa.Table:
        """Return all rows."""
        with self._link.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()

    def value(self, sql: str) -> Any:
        """Return the one value."""
        return self.table(sql).column(0)[0].as_py()


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a snapshot and end it with the block."""
    with driver.connect(_conninfo()) as link:
        with link.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
        yield Snapshot(link)


def _conninfo() -> str:
    settings = connection.settings_dict
    wanted = {name: settings[ours] for ours, name in _NAMES.items() if settings.get(ours)}
    options = {k: v for k, v in settings["OPTIONS"].items() if k == "options" or k.startswith("ssl")}
    return make_conninfo(**wanted, **options)
