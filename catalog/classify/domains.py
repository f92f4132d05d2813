"""In which fields of life a table stands, by its name and by what its columns speak of."""

from collections import Counter
from collections.abc import Iterable

from catalog.classify.columns import Column
from catalog.classify.fields import OF_CATEGORY
from catalog.classify.names import Reading
from catalog.classify.vocabulary import Vocabulary

_OF_EVENT = {
    "enrolment": "education", "grade_event": "education", "attendance": "education",
    "employment_event": "work", "shift": "work", "application_event": "work", "payroll": "work",
    "training_event": "work", "qualification_event": "work",
}  # fmt: skip


def of_name(reading: Reading, vocabulary: Vocabulary) -> frozenset[str]:
    """The fields that a table's or a source's name stands for."""
    found = set(reading.domains | reading.people_fields)
    for key in reading.events:
        theme = vocabulary.entities[key].theme or ""
        if key in _OF_EVENT or theme in OF_CATEGORY:
            found.add(_OF_EVENT.get(key) or OF_CATEGORY[theme])
    return frozenset(found)


def of_columns(columns: Iterable[Column]) -> frozenset[str]:
    """The fields that columns speak of: those of people referred to, and of what is said at least twice."""
    found: set[str] = set()
    said: Counter[str] = Counter()
    for column in columns:
        if column.reading.people_fields:
            found |= column.reading.people_fields
        if column.target is not None:
            found |= column.target.people_fields
        if column.reading.said_field is not None:
            said[column.reading.said_field] += 1
    found.update(field for field, number in said.items() if number >= 2)
    return frozenset(found)
