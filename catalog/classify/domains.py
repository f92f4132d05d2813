"""Fields of life that a table stands in: health, education, crime, religion, politics, work."""

from collections import Counter
from collections.abc import Iterable

from catalog.classify.columns import Column
from catalog.classify.names import Reading
from catalog.classify.vocabulary import Vocabulary

OF_CATEGORY = {
    "special.health": "health",
    "special.genetic": "health",
    "special.religion": "religion",
    "special.political": "politics",
    "criminal": "crime",
}
THEME = {
    "health": "special.health",
    "religion": "special.religion",
    "politics": "special.political",
    "crime": "criminal",
}
_OF_PERSON = {
    "patient": "health", "donor_body": "health", "insured": "health",
    "pupil": "education", "student": "education", "teacher": "education", "child": "education",
    "employee": "work", "applicant": "work", "doctor": "health",
    "accused": "crime", "victim": "crime", "parishioner": "religion", "party_member": "politics",
}  # fmt: skip
_OF_EVENT = {
    "enrolment": "education", "grade_event": "education", "attendance": "education",
    "employment_event": "work", "shift": "work", "application_event": "work", "payroll": "work",
    "training_event": "work", "qualification_event": "work",
}  # fmt: skip


def of_name(reading: Reading, vocabulary: Vocabulary) -> frozenset[str]:
    """The fields that a table's or a source's name stands for."""
    found = set(reading.domains)
    found.update(_OF_PERSON[key] for key in reading.persons if key in _OF_PERSON)
    for key in reading.events:
        theme = vocabulary.entities[key].theme or ""
        if key in _OF_EVENT or theme in OF_CATEGORY:
            found.add(_OF_EVENT.get(key) or OF_CATEGORY[theme])
    return frozenset(found)


def of_columns(columns: Iterable[Column]) -> frozenset[str]:
    """The fields that columns speak of: those of people referred to, and of what is said at least twice."""
    found: set[str] = set()
    counts: Counter[str] = Counter()
    for column in columns:
        for reading in (column.reading, column.target):
            if reading is not None:
                found.update(_OF_PERSON[key] for key in reading.persons if key in _OF_PERSON)
        concept = column.reading.concept
        if concept is not None and concept.mode == "own" and concept.category in OF_CATEGORY:
            counts[OF_CATEGORY[concept.category]] += 1
    found.update(domain for domain, number in counts.items() if number >= 2)
    return frozenset(found)
