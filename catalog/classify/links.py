"""Keys that tables of one source share: p_id is a patient wherever it stands, if it is the patients' key."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.classify.columns import Column
from catalog.classify.keys import named_key
from catalog.classify.names import Reading
from catalog.classify.rows import Profile

_COMMON = frozenset(
    {"id", "nr", "no", "number", "nummer", "code", "key", "name", "uuid", "guid", "pk", "oid"}
)
"""Names of keys that every table has: they point nowhere."""


@dataclass(slots=True)
class Opened:
    """One table under judgement."""

    source: str
    name: Reading
    source_name: Reading
    spelled: Sequence[str]
    """The columns' names as the system writes them."""
    columns: list[Column]
    profile: Profile


def link(tables: Sequence[Opened], anybody: Reading) -> list[Opened]:
    """Point columns at the people whose key they carry; returns the tables that learnt something.

    `anybody` stands for people of a table whose own name does not say who they are.
    """
    keys = _keys_of_people(tables, anybody)
    people = {
        (table.source, table.name.words): table.name if table.name.persons else anybody
        for table in tables
        if table.profile.row == "person" and not table.profile.detail
    }
    return [table for table in tables if _follow(table, people) | _point(table, keys.get(table.source, {}))]


def _follow(table: Opened, people: dict[tuple[str, tuple[str, ...]], Reading]) -> bool:
    """Take declared references to tables of people for what they are, whatever these are called."""
    followed = False
    for column in table.columns:
        if column.target is not None and not column.target.persons:
            found = people.get((table.source, column.target.words))
            if found is not None:
                column.target = found
                followed = True
    return followed


def _keys_of_people(tables: Sequence[Opened], anybody: Reading) -> dict[str, dict[str, Reading]]:
    keys: dict[str, dict[str, Reading]] = {}
    for table in tables:
        if table.profile.row != "person":
            continue
        for spelled, column in zip(table.spelled, table.columns, strict=True):
            name = spelled.lower()
            if name not in _COMMON and named_key(column, table.profile):
                whose = table.name if table.name.persons else anybody
                keys.setdefault(table.source, {}).setdefault(name, whose)
    return keys


def _point(table: Opened, keys: dict[str, Reading]) -> bool:
    pointed = False
    for spelled, column in zip(table.spelled, table.columns, strict=True) if keys else ():
        target = keys.get(spelled.lower())
        if target is None or column.target is not None or column.reading.persons:
            continue
        if table.profile.row != "person" or not named_key(column, table.profile):
            column.target = target
            pointed = True
    return pointed
