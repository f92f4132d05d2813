"""Judges tables: reads names and comments, finds what a row is, decides each column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.classify.answers import Answer
from catalog.classify.columns import Column, Shape, shape_of
from catalog.classify.decide import decide
from catalog.classify.links import Opened, link
from catalog.classify.names import Reader, Reading
from catalog.classify.reasons import reasons
from catalog.classify.rows import Profile
from catalog.classify.spelling import language_of, plain_names, plain_table
from catalog.classify.tables import profile
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.values.evidence import NOTHING, Evidence, evidence_of
from catalog.classify.vocabulary import Vocabulary
from catalog.classify.weigh import weigh
from consent.law.categories import CATEGORIES, Subjects

_Known = tuple[Reading, Shape, Reading | None, bool, Evidence, Profile]
_PHRASE_END = re.compile(r"[.,;:(/]| - | = ")
_COMMENT = 160
"""Comments are read up to here: the first sentence says what a column is."""


@dataclass(slots=True)
class _Spelling:
    """The names of one table, read in its language."""

    language: str
    table: Reading
    columns: list[Reading]


class Judge:
    """Judges tables with one vocabulary; remembers names and what followed from them, never values."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._reader = Reader(vocabulary)
        self._profiles: dict[Profile, Profile] = {}
        self._verdicts: dict[_Known, Verdict] = {}
        self._spellings: dict[tuple[str, ...], _Spelling] = {}

    def full(self) -> bool:
        """Whether so much is remembered that a fresh judge should take over."""
        return self._reader.full()

    def verdicts(self, columns: Sequence[ColumnDescription]) -> list[Verdict]:
        """One verdict per column, in order."""
        tables: dict[tuple[str, str], list[int]] = {}
        for place, column in enumerate(columns):
            tables.setdefault((column.source, column.table), []).append(place)
        shown = _evidence(columns, self._vocabulary)
        opened = []
        for places in tables.values():
            values = [shown.get(place, NOTHING) for place in places] if shown else [NOTHING] * len(places)
            opened.append(self._open([columns[place] for place in places], values))
        for table in link(opened, self._reader.read("person", "en")):
            table.profile = self._profile(table.name, table.source_name, table.columns)
        found: dict[int, Verdict] = {}
        for places, table in zip(tables.values(), opened, strict=True):
            found.update(zip(places, self._judged(table), strict=True))
        return [found[place] for place in range(len(columns))]

    def _open(self, descriptions: Sequence[ColumnDescription], shown: Sequence[Evidence]) -> Opened:
        """One table with its columns read and a first idea of what its row is."""
        first = descriptions[0]
        spelled = (first.table, *[description.column for description in descriptions])
        spelling = self._spellings.get(spelled)
        if spelling is None:
            spelling = self._spellings[spelled] = self._spelling(first.table, list(spelled[1:]))
        columns = [
            self._column(reading, description, spelling.language, evidence, first=place == 0)
            for place, (reading, description, evidence) in enumerate(
                zip(spelling.columns, descriptions, shown, strict=True)
            )
        ]
        source = self._reader.read(first.source, spelling.language)
        made = self._profile(spelling.table, source, columns)
        return Opened(first.source, spelling.table, source, spelled[1:], columns, made)

    def _profile(self, name: Reading, source: Reading, columns: Sequence[Column]) -> Profile:
        made = profile(name, source, columns, self._vocabulary)
        return self._profiles.setdefault(made, made)

    def _judged(self, table: Opened) -> Iterable[Verdict]:
        """The verdicts on one table's columns."""
        for column in table.columns:
            concept = column.reading.concept
            if concept is not None and concept.when and concept.when.isdisjoint(table.profile.domains):
                column.reading = self._reader.outside(column.reading)
        return [self._verdict(column, table.profile) for column in table.columns]

    def _spelling(self, table: str, columns: list[str]) -> _Spelling:
        """How this system spells, and what its names say then."""
        names, prefix = plain_names(columns, self._reader, table)
        table_name = plain_table(table, prefix, self._reader)
        language = language_of([table_name, *names], self._reader)
        read = self._reader.read
        return _Spelling(language, read(table_name, language), [read(name, language) for name in names])

    def _column(
        self,
        reading: Reading,
        description: ColumnDescription,
        language: str,
        evidence: Evidence,
        *,
        first: bool,
    ) -> Column:
        if description.comment and reading.concept is None and not reading.persons:
            reading = self._said(description.comment[:_COMMENT], language) or reading
        target = None
        if description.references:
            target = self._reader.read(_table_of(description.references), language)
        return Column(reading, shape_of(description.type), target, first, evidence)

    def _said(self, comment: str, language: str) -> Reading | None:
        """What a comment says: its first phrase if that is understood, else all of it."""
        phrase = _PHRASE_END.split(comment, maxsplit=1)[0]
        for text in (phrase, comment):
            said = self._reader.read(text, language)
            if said.concept is not None or said.persons:
                return said
        return None

    def _verdict(self, column: Column, table: Profile) -> Verdict:
        key = (column.reading, column.shape, column.target, column.first, column.evidence, table)
        verdict = self._verdicts.get(key)
        if verdict is None:
            answer = weigh(decide(column, table, self._vocabulary), column, table, self._vocabulary.detectors)
            verdict = self._verdicts[key] = _made(column, table, answer)
        return verdict


def _evidence(columns: Sequence[ColumnDescription], vocabulary: Vocabulary) -> dict[int, Evidence]:
    """What the samples show, by place; columns without samples are left out."""
    places = [place for place, column in enumerate(columns) if _sampled(column)]
    if not places:
        return {}
    samples = [columns[place].sample_values for place in places]
    return dict(zip(places, evidence_of(samples, vocabulary.detectors), strict=True))


def _sampled(column: ColumnDescription) -> bool:
    values = column.sample_values
    return values is not None and (not hasattr(values, "__len__") or len(values) > 0)


def _table_of(references: str) -> str:
    """The table of "schema.table.column", of "table.column" or of "table"."""
    return references.rsplit(".", 1)[0].rsplit(".", 1)[-1]


def _made(column: Column, table: Profile, answer: Answer) -> Verdict:
    personal = answer.category != "none"
    return Verdict(
        personal=personal,
        category=answer.category,
        special=CATEGORIES[answer.category].special,
        subjects=Subjects(answer.subjects or "unknown") if personal else None,
        confidence=round(answer.personal if personal else 1 - answer.personal, 3),
        category_confidence=round(answer.right, 3),
        reasons=reasons(column, table, answer),
    )
