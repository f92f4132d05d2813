"""Understand what somebody asks the catalogue: words become filters, the rest is searched for (pure)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from catalog.fields.states import Decision
from catalog.fields.vocabulary import CATEGORY_WORDS, DECISION_WORDS, ENDINGS, FILLERS, SUBJECT_WORDS
from consent.law.categories import Subjects

_LONGEST_PHRASE = 4
_LONGEST_QUESTION = 300
_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[^\W_]+(?:[_.][\w.]+)?|_\w+")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood; `words` is what no filter stands for."""

    categories: tuple[str, ...] = ()
    subjects: tuple[Subjects, ...] = ()
    decisions: tuple[Decision, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """Return the words that are searched for in names and comments."""
        return " ".join(self.words)

    @property
    def filtered(self) -> bool:
        """Say whether anything was understood as a filter."""
        return bool(self.categories or self.subjects or self.decisions or self.departments or self.sources)


def fold(text: str) -> str:
    """Write a text as the catalogue's search column holds it: lower case, umlauts spelt out."""
    return text.lower().translate(_FOLDS)


def understand(
    question: str, departments: Mapping[str, str] | None = None, sources: Mapping[str, str] | None = None
) -> Question:
    """Understand a question; `departments` and `sources` map the reader's own names to keys.

    "Gesundheitsdaten von Kunden" becomes the category health and the subjects customers.
    """
    words = _WORD.findall(fold(question[:_LONGEST_QUESTION]))
    vocabularies: list[tuple[str, Mapping[str, tuple[str, ...]]]] = [
        ("departments", _names(departments)),
        ("sources", _names(sources)),
        ("categories", CATEGORY_WORDS),
        ("subjects", SUBJECT_WORDS),
        ("decisions", DECISION_WORDS),
    ]
    found: dict[str, list[str]] = {name: [] for name, _vocabulary in vocabularies}
    rest: list[str] = []
    while words:
        words = words[_take(words, vocabularies, found, rest) :]
    return Question(
        categories=_once(found["categories"]),
        subjects=tuple(Subjects(one) for one in _once(found["subjects"])),
        decisions=tuple(Decision(one) for one in _once(found["decisions"])),
        departments=_once(found["departments"]),
        sources=_once(found["sources"]),
        words=tuple(rest),
    )


def _take(
    words: list[str],
    vocabularies: list[tuple[str, Mapping[str, tuple[str, ...]]]],
    found: dict[str, list[str]],
    rest: list[str],
) -> int:
    """Understand the longest phrase at the beginning; return how many words it took."""
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        for name, vocabulary in vocabularies:
            if (meant := _meaning(phrase, vocabulary)) is not None:
                found[name] += meant
                return length
    if words[0] not in FILLERS:
        rest.append(words[0])
    return 1


def _meaning(phrase: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    if phrase in vocabulary:
        return vocabulary[phrase]
    for ending in ENDINGS:
        stem = phrase.removesuffix(ending)
        if stem != phrase and stem in vocabulary:
            return vocabulary[stem]
    return None


def _names(names: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    return {" ".join(_WORD.findall(fold(name))): (key,) for name, key in (names or {}).items()}


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found))
