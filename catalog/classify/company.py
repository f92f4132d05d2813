"""A company's own words and detectors, as data: checked, added to ours, and what they would change."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from catalog.classify.classifier import classify
from catalog.classify.tokens import squeeze
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.vocabulary import Concept, Detector, Mode, Role, Sense, Vocabulary, standard
from consent.law.categories import CATEGORIES

Holds = Literal["always", "with_person"]
_MODES: dict[str, Mode] = {"always": "own", "with_person": "row"}
_ROLES: tuple[Role, ...] = ("person", "event", "organisation", "thing", "system")
_LONGEST_PATTERN = 500


class Unusable(ValueError):
    """An entry of a company's file that cannot be used; says which and why, in German as `de`."""

    def __init__(self, en: str, de: str) -> None:
        super().__init__(en)
        self.de = de


@dataclass(frozen=True, slots=True)
class Change:
    """One column that a company's words would judge otherwise."""

    column: ColumnDescription
    before: Verdict
    after: Verdict


def company_vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """Our vocabulary with a company's words and detectors, read from a table like this (TOML):

    [[word]]            # a word of column names: its category, and when it holds
    word = "Rabattkarte"
    category = "identifier.customer"
    holds = "always"    # or "with_person": only where the row is about a person

    [[row]]             # a word of table names: what a row is (a key of entities.toml)
    word = "Abnahmestelle"
    is = "customer"

    [[detector]]        # a form of values, by regular expression over the whole value
    name = "customer card"
    pattern = "KK-[0-9]{6}"
    category = "identifier.customer"
    share = 0.6         # of the sample, at least
    """
    ours = standard()
    unknown = set(data) - {"word", "row", "detector"}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise Unusable(
            f"Unknown part: {names}. There are word, row and detector.",
            f"Unbekannter Teil: {names}. Es gibt word, row und detector.",
        )
    concepts = dict(ours.concepts)
    senses: list[tuple[str, Sense]] = []
    for number, entry in enumerate(_entries(data, "word"), start=1):
        concept, sense = _word(entry, number)
        concepts[concept.key] = concept
        senses.append(sense)
    senses += [_row(entry, number, ours) for number, entry in enumerate(_entries(data, "row"), start=1)]
    detectors = [_detector(entry, number) for number, entry in enumerate(_entries(data, "detector"), start=1)]
    stamp = hashlib.sha256(repr((senses, detectors)).encode()).hexdigest()[:8]
    made = ours.with_words(senses, stamp)
    return replace(made, concepts=concepts, detectors=tuple(detectors))


def changes(
    columns: Sequence[ColumnDescription], company: Vocabulary, current: Vocabulary | None = None
) -> list[Change]:
    """What a company's words would change of these columns, against what is in force (else ours)."""
    return [
        Change(column, before, after)
        for column, before, after in zip(
            columns, classify(columns, current), classify(columns, company), strict=True
        )
        if (before.category, before.personal) != (after.category, after.personal)
    ]


def _entries(data: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    entries = data.get(part, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise Unusable(f"{part}: expected [[{part}]] tables.", f"{part}: Tabellen [[{part}]] erwartet.")
    return entries


def _word(entry: Mapping[str, Any], number: int) -> tuple[Concept, tuple[str, Sense]]:
    word = _text(entry, "word", f"word {number}")
    category = _category(entry, f"word {number}")
    holds = entry.get("holds", "always")
    if not isinstance(holds, str) or holds not in _MODES:
        raise Unusable(
            f'word {number}: "holds" is "always" or "with_person".',
            f'word {number}: „holds“ ist "always" oder "with_person".',
        )
    key = f"company {squeeze(word)}"
    mode: Mode = "never" if category == "none" else _MODES[holds]
    concept = Concept(key, category, mode, f"{word} (Wort des Hauses)", f"{word} (the company's word)")
    return concept, (_squeezed(word, f"word {number}"), Sense("de", "attribute", key))


def _row(entry: Mapping[str, Any], number: int, ours: Vocabulary) -> tuple[str, Sense]:
    word = _text(entry, "word", f"row {number}")
    key = _text(entry, "is", f"row {number}")
    entity = ours.entities.get(key)
    if entity is None or entity.role not in _ROLES:
        raise Unusable(
            f'row {number}: there is no kind of row called "{key}".',
            f"row {number}: Eine Art von Zeile „{key}“ gibt es nicht.",
        )
    return _squeezed(word, f"row {number}"), Sense("de", entity.role, key)


def _detector(entry: Mapping[str, Any], number: int) -> Detector:
    where = f"detector {number}"
    name, pattern = _text(entry, "name", where), _text(entry, "pattern", where)
    share = entry.get("share", 0.6)
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise Unusable(
            f'{where}: "share" is a number above 0, at most 1.',
            f"{where}: „share“ ist eine Zahl über 0 und höchstens 1.",
        )
    if len(pattern) > _LONGEST_PATTERN:
        raise Unusable(
            f"{where}: the pattern is longer than {_LONGEST_PATTERN} characters.",
            f"{where}: Das Muster ist länger als {_LONGEST_PATTERN} Zeichen.",
        )
    try:
        pl.Series([""]).str.contains(f"^(?:{pattern})$")
    except pl.exceptions.ComputeError:
        raise Unusable(
            f"{where}: the pattern is not a regular expression that can be used.",
            f"{where}: Das Muster ist kein verwendbarer regulärer Ausdruck.",
        ) from None
    return Detector(re.sub(r"\W+", " ", name).strip(), pattern, _category(entry, where), float(share))


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Unusable(
            f'{where}: "{key}" is missing or not text.', f"{where}: „{key}“ fehlt oder ist kein Text."
        )
    return value


def _category(entry: Mapping[str, Any], where: str) -> str:
    category = _text(entry, "category", where)
    if category not in CATEGORIES:
        raise Unusable(
            f'{where}: there is no category "{category}".',
            f"{where}: Die Kategorie „{category}“ gibt es nicht.",
        )
    return category


def _squeezed(word: str, where: str) -> str:
    squeezed = squeeze(word)
    if len(squeezed) < 2:
        raise Unusable(
            f"{where}: the word has no two letters.", f"{where}: Das Wort hat keine zwei Buchstaben."
        )
    return squeezed
