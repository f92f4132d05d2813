"""The decision for many people as one set in SQL, from and to Arrow; the same rules as for one.

A bulk read is one snapshot: a withdrawal that commits while it runs stops the next read, not this one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from consent.decisions.bulk_sources import Set, lagging, merged_ones
from consent.decisions.bulk_sql import CODES, statement
from consent.decisions.reading import Snapshot, snapshot
from consent.law import clock
from consent.law.decision import about_purpose, rule_texts
from consent.law.facts import Channel, Question
from consent.purposes.book import Book, held_book, open_book

RULES = pa.array(list(rule_texts()), pa.string())
SCHEMA = pa.schema(
    [("record", pa.binary(16)), ("rule", pa.dictionary(pa.int8(), pa.string())), ("allowed", pa.bool_())]
)
_EVERYBODY = "SELECT id, {rule}::int2 AS rule FROM subjects_subject"


def may_bulk(
    purpose: UUID,
    categories: frozenset[str],
    channel: Channel | None = None,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
    subjects: pa.Array | None = None,
) -> pa.Table:
    """Decide for everybody, or for the given record ids (16 bytes each, in their order); see SCHEMA."""
    times = {"at": at, "known_at": known_at}
    if subjects is None:
        return pa.Table.from_batches(stream_all(purpose, categories, channel, **times), SCHEMA)
    return pa.Table.from_batches(decide_batches(purpose, categories, channel, [subjects], **times), SCHEMA)


def stream_all(
    purpose: UUID, categories: frozenset[str], channel: Channel | None = None,
    *, at: datetime | None = None, known_at: datetime | None = None,
) -> Iterator[pa.RecordBatch]:  # fmt: skip
    """Decide for everybody, batch by batch, as they are asked for."""
    with snapshot() as reading:
        settled = _settle(reading, purpose, categories, channel, at, known_at)
        sql = statement(settled) if isinstance(settled, Set) else _EVERYBODY.format(rule=CODES[settled])
        for batch in reading.stream(sql):
            yield _answer(_plain(batch.column(0)), batch.column(1))


def decide_batches(
    purpose: UUID, categories: frozenset[str], channel: Channel | None, batches: Iterable[pa.Array],
    *, at: datetime | None = None, known_at: datetime | None = None,
) -> Iterator[pa.RecordBatch]:  # fmt: skip
    """Decide for record ids that come in batches; a null id is nobody known. One snapshot for all."""
    with snapshot() as reading:
        settled = _settle(reading, purpose, categories, channel, at, known_at)
        for given in batches:
            ids = _plain(given)
            if len(ids) == 0:
                continue
            if isinstance(settled, Set):
                found = reading.table(statement(replace(settled, wanted=b"".join(_chunks(ids))))).column(
                    "rule"
                )
                yield _answer(ids, found.combine_chunks())
            else:
                yield _answer(ids, pa.repeat(pa.scalar(CODES[settled], pa.int16()), len(ids)))


def _settle(
    reading: Snapshot, purpose: UUID, categories: frozenset[str], channel: Channel | None,
    at: datetime | None, known_at: datetime | None,
) -> Set | str:  # fmt: skip
    """Return the question about each person, or the rule that denies everybody because of the purpose."""
    now = clock.now()
    live = at is None and known_at is None
    at, known_at = at or now, known_at or now
    book = _book(reading)
    facts = book.version_at(purpose, at, known_at)
    against = next(
        (s.rule for s in about_purpose(Question(facts, None, at, categories)) if not s.agrees), None
    )
    if facts is None or against is not None:
        return against or "purpose_in_force"
    changes = (change.notice for change in book.material_changes(purpose) if change.counts(at, known_at))
    asked = Set(
        purpose, facts, book.kin(purpose, at, known_at), max(changes, default=0), channel, at, known_at, live,
        merged=bool(reading.value(merged_ones(known_at))),
    )  # fmt: skip
    return replace(asked, odd=asked.merged or (live and bool(reading.value(lagging(asked)))))


def _book(reading: Snapshot) -> Book:
    """Return the book of the snapshot's revision."""
    book = held_book()
    revision = reading.value("SELECT max(revision::text) FROM decisions_purposerevision")
    if (str(book.revision) if book.revision else None) == revision:
        return book
    book = open_book()
    if (str(book.revision) if book.revision else None) != revision:
        raise RuntimeError("The purposes changed while the read began; nothing was read, please ask again.")
    return book


def _answer(ids: pa.Array, codes: pa.Array) -> pa.RecordBatch:
    rules = pa.DictionaryArray.from_arrays(codes.cast(pa.int8()), RULES)
    return pa.RecordBatch.from_arrays([ids, rules, pc.equal(codes, CODES["allowed"])], schema=SCHEMA)


def _plain(ids: Any) -> pa.Array:
    """Return record ids as 16 bytes each. Raises pyarrow.ArrowInvalid for anything else."""
    if isinstance(ids, pa.ChunkedArray):
        ids = ids.combine_chunks()
    return (ids.storage if isinstance(ids, pa.ExtensionArray) else ids).cast(pa.binary(16))


_NOBODY = pa.scalar(bytes(16), pa.binary(16))


def _chunks(ids: pa.Array) -> Iterator[bytes]:
    filled = ids.fill_null(_NOBODY) if ids.null_count else ids
    start = filled.offset * 16
    yield memoryview(filled.buffers()[1])[start : start + len(filled) * 16].tobytes()
