"""Make people in the vault, read what is sealed of them, and get from a link's row to a record id."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from consent.law import clock
from consent.law.children import threshold
from consent.subjects.ids import RecordId, SubjectId, new_record_id, new_subject_id
from consent.subjects.keys import key_store
from consent.subjects.keystore.store import Handle
from consent.subjects.models import IndexEntry, SourceLink, Subject
from consent.subjects.seal import seal, unseal
from consent.subjects.storing import insert

Stored = bytes | memoryview
"""Bytes as the database driver returns them."""
_IDS = b"subjects/ids"
_DETAILS = b"subjects/details"
_LINK = b"subjects/link"


@dataclass(frozen=True, slots=True)
class Details:
    """What decisions need of a person beside their consents; None where nobody knows."""

    born: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """A person as far as links need them: record id, and the handle and key of the links."""

    record: RecordId
    link_handle: Handle
    link_key: bytes

    def sealed_record(self, key: str = "") -> bytes:
        """Return the record id as index rows hold it; with the row's own key, as links hold it."""
        return seal(self.link_key, self.record.bytes + key.encode(), _LINK)


@dataclass(frozen=True, slots=True)
class Person(LinkedPerson):
    """A person just made or opened, with the subject id. Never stored, never logged."""

    subject: SubjectId


def make_people(details: Sequence[Details]) -> list[Person]:
    """Make a person for each, with two keys in the key store; call in a transaction."""
    handles = key_store().mint(2 * len(details))
    keys = key_store().keys(handles)
    made, rows = [], []
    for number, detail in enumerate(details):
        own, link = handles[2 * number], handles[2 * number + 1]
        person = Person(new_record_id(), link, keys[link], new_subject_id())
        made.append(person)
        rows.append(_row(person, own, keys[own], detail))
    insert(Subject, rows)
    return made


def open_person(subject: Subject) -> Person:
    """Read the ids of a person. Raises Erased, KeyMissing."""
    handle = bytes(subject.key_handle or b"")
    ids = unseal(key_store().key(handle), bytes(subject.sealed_subject_id or b""), _IDS + subject.id.bytes)
    link = Handle(ids[16:])
    return Person(RecordId(subject.id), link, key_store().key(link), SubjectId(ids[:16]))


def details_of(subject: Subject) -> Details:
    """Read a person's details. Raises Erased, KeyMissing."""
    key = key_store().key(bytes(subject.key_handle or b""))
    read = json.loads(unseal(key, bytes(subject.sealed_details or b""), _DETAILS + subject.id.bytes))
    return Details(date.fromisoformat(read["born"]) if read["born"] else None, read["country"])


def records_behind(rows: Iterable[tuple[Stored, Stored]]) -> list[RecordId | None]:
    """Turn (handle, sealed) of link or index rows into record ids; None where the person was erased."""
    return [None if opened is None else opened[0] for opened in opened_rows(rows)]


def opened_rows(rows: Iterable[tuple[Stored, Stored]]) -> list[tuple[RecordId, str] | None]:
    """Turn (handle, sealed) of link rows into record id and row key; None where the person was erased."""
    wanted = [(bytes(handle), bytes(sealed)) for handle, sealed in rows]
    keys = key_store().keys({handle for handle, _ in wanted})
    return [_opened(keys[handle], sealed) if handle in keys else None for handle, sealed in wanted]


def person_behind(link_handles: Iterable[bytes]) -> dict[bytes, LinkedPerson]:
    """Return the people behind link handles, as far as new links need them; erased ones are left out."""
    wanted = set(link_handles)
    keys = key_store().keys(wanted)
    rows = dict(_one_row_each(IndexEntry, wanted))
    rows |= dict(_one_row_each(SourceLink, wanted - rows.keys()))
    return {
        handle: LinkedPerson(_opened(keys[handle], sealed)[0], Handle(handle), keys[handle])
        for handle, sealed in rows.items()
        if handle in keys
    }


def _one_row_each(
    model: type[IndexEntry] | type[SourceLink], handles: Iterable[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    rows = model.objects.filter(handle__in=list(handles)).distinct("handle").values_list("handle", "sealed")
    return ((bytes(handle), bytes(sealed)) for handle, sealed in rows)


def _opened(key: bytes, sealed: bytes) -> tuple[RecordId, str]:
    plain = unseal(key, sealed, _LINK)
    return RecordId(UUID(bytes=plain[:16])), plain[16:].decode()


def _row(person: Person, handle: Handle, key: bytes, details: Details) -> Subject:
    known = asdict(details) | {"born": details.born.isoformat() if details.born else None}
    return Subject(
        id=person.record,
        key_handle=handle,
        sealed_subject_id=seal(key, person.subject + person.link_handle, _IDS + person.record.bytes),
        sealed_details=seal(key, json.dumps(known).encode(), _DETAILS + person.record.bytes),
        guardian_until=guardian_until(details),
    )


def guardian_until(details: Details) -> date | None:
    """Return the first of the month after a child may consent alone, today for an adult, None where unknown."""
    if details.born is None:
        return None
    today = clock.now().date()
    age = threshold(details.country, today).age
    year, month = divmod(details.born.year * 12 + details.born.month + age * 12, 12)
    until = date(year, month + 1, 1)
    return max(until, today)
