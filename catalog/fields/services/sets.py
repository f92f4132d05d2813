"""Write fields and their history as sets: one statement and one parameter, however many rows there are."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models

from catalog.fields.models import Field, FieldHistory, Scan
from catalog.fields.services.writing import WRITTEN
from catalog.fields.states import Event

_ROWS = 2_000
_FIELDS = """
INSERT INTO {fields} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS given ({kinds})
ON CONFLICT (collection_id, name) DO UPDATE SET {changed}
"""
# The order in which events are told is that of their keys, hence the ordinality
_HISTORY = """
INSERT INTO {history} (field_id, at, event, scan_id, rules_version, type, category, personal, subjects,
    confidence, category_confidence, reasons)
SELECT one.id, %s, said.event, %s, one.rules_version, one.type, one.found_category, one.found_personal,
    one.found_subjects, one.confidence, one.category_confidence, one.reasons
FROM ROWS FROM (json_to_recordset(%s::json) AS (id uuid, event text)) WITH ORDINALITY AS said (id, event, place)
JOIN {fields} AS one ON one.id = said.id
ORDER BY said.place
"""


class Happened(NamedTuple):
    """One event of a field in a scan; its history tells it with what the rules then held of the field."""

    field: Field
    event: Event


def write_fields(fields: Sequence[Field]) -> None:
    """Insert fields, or write what a scan may change of those that are there."""
    for start in range(0, len(fields), _ROWS):
        _run(_upsert(), [_json([_values(one) for one in fields[start : start + _ROWS]])])


def write_history(events: Sequence[Happened], scan: Scan, at: datetime) -> None:
    """Append events in their order. The fields are written already: the rows take what stands there."""
    statement = _HISTORY.format(history=_table(FieldHistory), fields=_table(Field))
    for start in range(0, len(events), _ROWS):
        said = [{"id": one.field.pk, "event": one.event} for one in events[start : start + _ROWS]]
        _run(statement, [at, scan.pk, _json(said)])


# Column and attribute of all that a row holds; what PostgreSQL generates itself stays out
_COLUMNS = {str(one.column): one for one in Field._meta.concrete_fields if not one.generated}
_CHANGED = [column for column, one in _COLUMNS.items() if one.name in WRITTEN]


def _values(one: Field) -> dict[str, Any]:
    return {column: getattr(one, of.attname) for column, of in _COLUMNS.items()}


def _upsert() -> str:
    names = ", ".join(map(_quoted, _COLUMNS))
    kinds = ", ".join(f"{_quoted(column)} {one.db_type(connection)}" for column, one in _COLUMNS.items())
    changed = ", ".join(f"{_quoted(column)} = EXCLUDED.{_quoted(column)}" for column in _CHANGED)
    return _FIELDS.format(fields=_table(Field), names=names, kinds=kinds, changed=changed)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _json(rows: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(rows), default=str, separators=(",", ":"))


def _run(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
