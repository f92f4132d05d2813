"""Enrol the people of a source: link their rows to people, make those who are new, report conflicts.

Idempotent: a row that is linked already is passed over, so a batch may be repeated after a crash.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from consent.evidence.services import record
from consent.subjects.blind import blind_indexes, normalise
from consent.subjects.joining import Evidence, Joining, join
from consent.subjects.keys import index_root, key_store
from consent.subjects.models import Conflict, IndexEntry, SourceLink
from consent.subjects.people import Details, LinkedPerson, make_people, person_behind
from consent.subjects.ports import Batch, PeopleSource

# What is the same whoever wrote it down; every other kind is a number of the source that issued it
GLOBAL_KINDS = frozenset({"email", "phone"})


@dataclass(slots=True)
class Report:
    """What enrolling did, in numbers, and the questions it leaves to a steward by kind."""

    linked_before: int = 0
    joined: int = 0
    made: int = 0
    without_key: int = 0
    conflicts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Row:
    place: int
    key_index: bytes
    indexes: Mapping[str, bytes]


def enrol(source: PeopleSource, actor: UUID | None) -> Report:
    """Enrol every batch of a source, each in a transaction of its own; returns the whole report."""
    report = Report()
    for batch in source.people():
        with transaction.atomic():
            enrol_batch(batch, report, actor)
    return report


def enrol_batch(batch: Batch, report: Report, actor: UUID | None) -> None:
    """Enrol one batch into `report`; call in a transaction."""
    rows = list(_rows(batch))
    report.without_key += len(batch.keys) - len(rows)
    known = _linked(batch, rows)
    report.linked_before += len(known)
    fresh = [row for row in rows if row.key_index not in known]
    answers = _answers(batch, fresh)
    people = _people(batch, fresh, answers)
    _store_links(batch, fresh, people)
    _store_indexes(batch, fresh, people)
    _store_conflicts(batch, answers, people)
    report.joined += sum(answer.person is not None for answer in answers)
    report.made += sum(answer.person is None for answer in answers)
    report.conflicts.update(answer.conflict for answer in answers if answer.conflict)
    record(
        "subjects.enrolled",
        actor=actor,
        payload={"source": batch.source, "collection": batch.collection, "rows": len(fresh)},
    )


def _rows(batch: Batch) -> Iterator[_Row]:
    """Index every row that has a key; the first of two equal keys counts."""
    root = index_root()
    keys = blind_indexes(root, f"row/{batch.collection}", batch.source, batch.keys).to_pylist()
    columns = {
        kind: blind_indexes(root, kind, _issuer(batch, kind), values).to_pylist()
        for kind, values in batch.identifiers.items()
    }
    seen: set[bytes] = set()
    for place, key in enumerate(keys):
        if key is None or key in seen:
            continue
        seen.add(key)
        found = {kind: column[place] for kind, column in columns.items() if column[place] is not None}
        yield _Row(place, key, found)


def _linked(batch: Batch, rows: Sequence[_Row]) -> set[bytes]:
    wanted = SourceLink.objects.filter(source=batch.source, collection=batch.collection)
    found = wanted.filter(key_index__in=[row.key_index for row in rows])
    return {bytes(index) for index in found.values_list("key_index", flat=True)}


def _answers(batch: Batch, rows: Sequence[_Row]) -> list[Joining]:
    indexes = {index for row in rows for index in row.indexes.values()}
    leads: dict[bytes, set[bytes]] = defaultdict(set)
    for index, handle in IndexEntry.objects.filter(index__in=indexes).values_list("index", "handle"):
        leads[bytes(index)].add(bytes(handle))
    handles = {handle for found in leads.values() for handle in found}
    here = SourceLink.objects.filter(source=batch.source, collection=batch.collection, handle__in=handles)
    in_collection = {bytes(handle) for handle in here.values_list("handle", flat=True)}
    times = Counter(index for row in rows for index in row.indexes.values())
    erased = key_store().erased(handles)
    return [
        join(
            {
                kind: Evidence(
                    frozenset(leads[index] - erased), issued=kind not in GLOBAL_KINDS, shared=times[index] > 1
                )
                for kind, index in row.indexes.items()
            },
            in_collection,
        )
        for row in rows
    ]


def _people(batch: Batch, rows: Sequence[_Row], answers: Sequence[Joining]) -> list[LinkedPerson]:
    """Return the person of every row: the joined ones opened, the new ones made."""
    joined = {answer.person for answer in answers if answer.person is not None}
    opened = person_behind(joined)
    made = iter(
        make_people([_details(batch, row) for row, a in zip(rows, answers, strict=True) if a.person is None])
    )
    return [opened[answer.person] if answer.person is not None else next(made) for answer in answers]


def _details(batch: Batch, row: _Row) -> Details:
    born = None if batch.born is None else batch.born[row.place]
    country = None if batch.country is None else batch.country[row.place]
    return Details(born if isinstance(born, date) else None, country)


def _store_links(batch: Batch, rows: Sequence[_Row], people: Sequence[LinkedPerson]) -> None:
    SourceLink.objects.bulk_create(
        (
            SourceLink(
                source=batch.source, collection=batch.collection, key_index=row.key_index,
                handle=person.link_handle, sealed=person.sealed_record(),
            )
            for row, person in zip(rows, people, strict=True)
        ),
        batch_size=5_000,
    )  # fmt: skip


def _store_indexes(batch: Batch, rows: Sequence[_Row], people: Sequence[LinkedPerson]) -> None:
    versions = {kind: normalise(kind, values.head(0))[0] for kind, values in batch.identifiers.items()}
    IndexEntry.objects.bulk_create(
        (
            IndexEntry(
                kind=kind, issuer=_issuer(batch, kind), normaliser=versions[kind], index=index,
                handle=person.link_handle, sealed=person.sealed_record(),
            )
            for row, person in zip(rows, people, strict=True)
            for kind, index in row.indexes.items()
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )  # fmt: skip


def _store_conflicts(batch: Batch, answers: Sequence[Joining], people: Sequence[LinkedPerson]) -> None:
    Conflict.objects.bulk_create(
        Conflict(
            kind=answer.conflict, source=batch.source, collection=batch.collection,
            handles=[person.link_handle, *sorted(answer.others)],
        )
        for answer, person in zip(answers, people, strict=True)
        if answer.conflict
    )  # fmt: skip


def _issuer(batch: Batch, kind: str) -> UUID | None:
    return None if kind in GLOBAL_KINDS else batch.source
