"""Enrol the people of a source: link their rows to people, make those who are new, report conflicts.

Idempotent: a row that is linked already is passed over, so a batch may be repeated after a crash.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from consent.evidence.services import record
from consent.subjects.blind import normalise
from consent.subjects.joining import GLOBAL_KINDS, Evidence, Joining, Mark, join
from consent.subjects.keys import key_store
from consent.subjects.merging import standing_handles
from consent.subjects.models import Conflict, IndexEntry, SourceLink
from consent.subjects.people import Details, LinkedPerson, make_people, person_behind
from consent.subjects.ports import Batch, PeopleSource
from consent.subjects.rows import Group, Row, passes, rows_of
from consent.subjects.storing import insert

__all__ = ["GLOBAL_KINDS", "Report", "enrol", "enrol_batch"]


@dataclass(slots=True)
class Report:
    """What enrolling did with the rows, in numbers, and the questions it leaves to a steward by kind.

    Every row is one of linked before, joined to somebody known, of a new person, without a key, or left
    without a person because it is unclear whose it is.
    """

    rows: int = 0
    linked_before: int = 0
    joined: int = 0
    made: int = 0
    people: int = 0
    unclear: int = 0
    without_key: int = 0
    conflicts: Counter[str] = field(default_factory=Counter)


def enrol(source: PeopleSource, actor: UUID | None) -> Report:
    """Enrol every batch of a source, each in a transaction of its own; returns the whole report."""
    report = Report()
    for batch in source.people():
        with transaction.atomic():
            enrol_batch(batch, report, actor)
    return report


def enrol_batch(batch: Batch, report: Report, actor: UUID | None) -> None:
    """Enrol one batch into `report`; call in a transaction."""
    rows = rows_of(batch)
    report.rows += len(batch.keys)
    report.without_key += len(batch.keys) - len(rows)
    known = _linked(batch, rows)
    report.linked_before += len(known)
    fresh = [row for row in rows if row.key_index not in known]
    for groups in passes(fresh, one_row_each=batch.one_row_each):
        _enrol_groups(batch, groups, report)
    payload = {"source": batch.source, "collection": batch.collection, "rows": len(fresh)}
    record("subjects.enrolled", actor=actor, payload=payload)


def _enrol_groups(batch: Batch, groups: Sequence[Group], report: Report) -> None:
    """Enrol rows of equal strength; weaker ones come after, and find the people of the stronger ones."""
    answers = _answers(batch, groups)
    sure = [
        (group, answer)
        for group, answer in zip(groups, answers, strict=True)
        if batch.one_row_each or not answer.unclear
    ]
    report.unclear += sum(len(group.rows) for group in groups) - sum(len(group.rows) for group, _ in sure)
    people = _people(batch, sure)
    _store_links(batch, sure, people)
    _store_indexes(batch, sure, people)
    report.conflicts.update(_store_conflicts(batch, sure, people))
    for group, answer in sure:
        if answer.person is None:
            report.made += len(group.rows)
            report.people += 1
        else:
            report.joined += len(group.rows)


def _linked(batch: Batch, rows: Sequence[Row]) -> set[bytes]:
    wanted = SourceLink.objects.filter(source=batch.source, collection=batch.collection)
    found = wanted.filter(key_index__in=[row.key_index for row in rows])
    return {bytes(index) for index in found.values_list("key_index", flat=True)}


def _answers(batch: Batch, groups: Sequence[Group]) -> list[Joining]:
    times = Counter(mark for group in groups for mark in group.marks)
    leads = _leads({index for _kind, _issuer, index in times})
    taken = _taken(batch, leads) if batch.one_row_each else set()
    return [
        join(
            [Evidence(mark[0], frozenset(leads[mark[2]]), shared=times[mark] > 1) for mark in group.marks],
            taken,
        )
        for group in groups
    ]


def _leads(indexes: set[bytes]) -> Mapping[bytes, set[bytes]]:
    """Return whom each index leads to, by link handle; people who were merged count as the one they are."""
    leads: dict[bytes, set[bytes]] = defaultdict(set)
    rows = IndexEntry.objects.filter(index__in=list(indexes)).values_list("index", "handle")
    found = [(bytes(index), bytes(handle)) for index, handle in rows]
    handles = {handle for _index, handle in found}
    erased = key_store().erased(handles)
    standing = standing_handles(handles - erased)
    for index, handle in found:
        if handle not in erased:
            leads[index].add(standing.get(handle, handle))
    return leads


def _taken(batch: Batch, leads: Mapping[bytes, set[bytes]]) -> set[bytes]:
    """Return those who have a row of their own in this list of people already."""
    handles = {handle for people in leads.values() for handle in people}
    here = SourceLink.objects.filter(
        source=batch.source, collection=batch.collection, handle__in=list(handles)
    )
    return {bytes(handle) for handle in here.values_list("handle", flat=True)}


def _people(batch: Batch, sure: Sequence[tuple[Group, Joining]]) -> list[LinkedPerson]:
    """Return the person of every group: the joined ones opened, the new ones made."""
    opened = person_behind(answer.person for _, answer in sure if answer.person is not None)
    made = iter(make_people([_details(batch, group) for group, answer in sure if answer.person is None]))
    return [opened[answer.person] if answer.person is not None else next(made) for _, answer in sure]


def _details(batch: Batch, group: Group) -> Details:
    place = group.rows[0].place
    born = None if batch.born is None else batch.born[place]
    country = None if batch.country is None else batch.country[place]
    return Details(born if isinstance(born, date) else None, country)


def _store_links(batch: Batch, sure: Sequence[tuple[Group, Joining]], people: Sequence[LinkedPerson]) -> None:
    insert(
        SourceLink,
        (
            SourceLink(
                source=batch.source, collection=batch.collection, key_index=row.key_index,
                handle=person.link_handle, sealed=person.sealed_record(row.key),
            )
            for (group, _), person in zip(sure, people, strict=True)
            for row in group.rows
        ),
    )  # fmt: skip


def _store_indexes(
    batch: Batch, sure: Sequence[tuple[Group, Joining]], people: Sequence[LinkedPerson]
) -> None:
    versions = {one.kind: normalise(one.kind, one.values.head(0))[0] for one in batch.identifiers}
    insert(
        IndexEntry,
        (
            IndexEntry(
                kind=kind, issuer=UUID(issuer) if issuer else None, normaliser=versions[kind], index=index,
                handle=person.link_handle, sealed=person.sealed_record(),
            )
            for (group, _), person in zip(sure, people, strict=True)
            for kind, issuer, index in group.marks
        ),
        once=True,
    )  # fmt: skip


def _store_conflicts(
    batch: Batch, sure: Sequence[tuple[Group, Joining]], people: Sequence[LinkedPerson]
) -> Counter[str]:
    """Store each question once; return how many were new by kind."""
    sharing: dict[Mark, set[bytes]] = defaultdict(set)
    asking = [pair for pair in zip(sure, people, strict=True) if pair[0][1].question]
    for (group, _), person in asking:
        for mark in group.marks:
            sharing[mark].add(person.link_handle)
    found: dict[tuple[str, tuple[bytes, ...]], Joining] = {}
    for (group, answer), person in asking:
        beside = {h for mark in group.marks if mark[0] in answer.kinds for h in sharing[mark]}
        handles = sorted({person.link_handle, *answer.others, *beside})
        found[answer.question, tuple(handles)] = answer
    return _asked(batch, found)


def _asked(batch: Batch, found: Mapping[tuple[str, tuple[bytes, ...]], Joining]) -> Counter[str]:
    rows = [
        Conflict(
            kind=kind, identifiers=list(answer.kinds), source=batch.source, collection=batch.collection,
            handles=list(handles), fingerprint=hashlib.sha256(b"".join(handles)).digest(),
        )
        for (kind, handles), answer in found.items()
    ]  # fmt: skip
    known = {
        (kind, bytes(mark))
        for kind, mark in Conflict.objects.filter(fingerprint__in=[row.fingerprint for row in rows])
        .values_list("kind", "fingerprint")
    }  # fmt: skip
    new = [row for row in rows if (row.kind, row.fingerprint) not in known]
    Conflict.objects.bulk_create(new, batch_size=2_000)
    return Counter(row.kind for row in new)
