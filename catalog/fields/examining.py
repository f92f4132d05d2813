"""Describes, samples and classifies tables of an open source; stores nothing, keeps no value.

Both the stored scan and the one-off command walk through a source by this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pyarrow as pa

from catalog.classify.classifier import classify
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.vocabulary import Vocabulary
from catalog.sources.connectors.base import CollectionDescription, CollectionRef, Connector, SourceError

# A part is classified when it holds this much: bounds memory, and lets progress be seen
_PART_COLUMNS = 2_000
_PART_BYTES = 48 * 1024 * 1024
_PART_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Examined:
    """One table: what its system says, the verdict of each column, and what could not be read.

    `described` is False where not even the columns are known, `sampled` where no value could be read.
    `error` is one sentence without a value; also where only some lines of a file were faulty.
    """

    description: CollectionDescription
    verdicts: tuple[Verdict, ...]
    described: bool = True
    sampled: bool = True
    error_code: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def subjects(self) -> str | None:
        """Return whose data the table mostly holds."""
        counted: dict[str, int] = {}
        for verdict in self.verdicts:
            if verdict.personal and verdict.subjects:
                counted[str(verdict.subjects)] = counted.get(str(verdict.subjects), 0) + 1
        return max(counted, key=lambda key: counted[key]) if counted else None


@dataclass(slots=True)
class Sampled:
    """One table with its sample, before it is judged; dropped as soon as it is."""

    description: CollectionDescription
    values: pa.Table | None = None
    error_code: str = ""
    error: str = ""
    seconds: float = 0.0


def examine(
    connector: Connector, refs: Sequence[CollectionRef], *, source: str, words: Vocabulary | None = None
) -> Iterator[list[Examined]]:
    """Examine the tables in parts, as soon as each part is whole; a failing table never stops the rest.

    `words` are a company's own beside ours; without them ours alone count.
    """
    for part in sampled_parts(connector, refs):
        yield judged(part, source, words)


def sampled_parts(connector: Connector, refs: Sequence[CollectionRef]) -> Iterator[list[Sampled]]:
    """Describe and sample the tables in parts of bounded size; a failing table is one with an error."""
    part: list[Sampled] = []
    columns, size, began = 0, 0, monotonic()
    for description in _described(connector, refs):
        sampled = _sample(connector, description)
        part.append(sampled)
        columns += len(description.columns)
        size += sampled.values.nbytes if sampled.values is not None else 0
        if columns >= _PART_COLUMNS or size >= _PART_BYTES or monotonic() - began >= _PART_SECONDS:
            yield part
            part, columns, size, began = [], 0, 0, monotonic()
    if part:
        yield part


def _described(connector: Connector, refs: Sequence[CollectionRef]) -> list[CollectionDescription]:
    """Describe all at once; where the bulk way fails, one by one, so that the failure finds its table."""
    try:
        return list(connector.describe(refs))
    except SourceError as error:
        if len(refs) == 1:
            return [CollectionDescription.failed(refs[0], error)]
    return [one for ref in refs for one in _described(connector, [ref])]


def _sample(connector: Connector, description: CollectionDescription) -> Sampled:
    if description.error is not None:
        return Sampled(description, error_code=description.error_code or "failed", error=description.error)
    began = monotonic()
    try:
        values = connector.sample(description.ref)
    except SourceError as error:
        return Sampled(description, error_code=error.code, error=str(error), seconds=monotonic() - began)
    faults = connector.tolerated(description.ref)
    code, message = (faults.code, faults.message) if faults else ("", "")
    return Sampled(description, values, code, message, monotonic() - began)


def judged_as(source: str, schema: str) -> str:
    """Name a table's source to the rules: with its schema, so that two tables of one name are not one."""
    return f"{source}/{schema}" if schema else source


def judged(part: Sequence[Sampled], source: str, words: Vocabulary | None) -> list[Examined]:
    """Judge the columns of a part together, by a company's words or by ours alone."""
    columns = [column for sampled in part for column in _columns(sampled, source)]
    verdicts = iter(classify(columns, words))
    return [
        Examined(
            description=sampled.description,
            verdicts=tuple(next(verdicts) for _column in sampled.description.columns),
            described=sampled.description.error is None,
            sampled=sampled.values is not None,
            error_code=sampled.error_code,
            error=sampled.error,
            seconds=sampled.seconds,
        )
        for sampled in part
    ]


def _columns(sampled: Sampled, source: str) -> Iterator[ColumnDescription]:
    ref = sampled.description.ref
    where = judged_as(source, ref.schema)
    for column in sampled.description.columns:
        yield ColumnDescription(
            source=where,
            table=ref.name,
            column=column.name,
            type=column.type,
            comment=column.comment or None,
            sample_values=_values(sampled.values, column.name),
            references=column.references,
        )


def _values(table: pa.Table | None, name: str) -> Any:
    if table is None:
        return ()
    at = table.schema.get_field_index(name)
    return table.column(at).combine_chunks() if at >= 0 else ()
