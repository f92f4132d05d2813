"""Loads the words, concepts, entities and rules from their TOML files, once, into plain look-ups."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

from catalog.classify.tokens import squeeze

Mode = Literal["own", "contact", "row", "weak", "never", "audit"]
Role = Literal[
    "attribute",
    "person",
    "event",
    "organisation",
    "thing",
    "system",
    "shape",
    "qualifier",
    "vendor",
    "domain",
    "whole",
]


@dataclass(frozen=True, slots=True)
class Concept:
    """What a column can be about: its category and when that holds."""

    key: str
    category: str
    mode: Mode
    de: str
    en: str
    when: frozenset[str] = frozenset()
    """The fields of life in which its words mean this ("class" at school); empty: everywhere."""
    follows: bool = False
    """Whether its words only follow a field of life and never tell that a table is of it ("variant")."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What a row can be: whose data, and what an unexplained column of it most likely is."""

    key: str
    role: Role
    subjects: str | None
    theme: str | None
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A combination of words that gives one concept."""

    needs: frozenset[str]
    any: frozenset[str]
    unless: frozenset[str]
    gives: str

    def fits(self, keys: frozenset[str]) -> bool:
        """Whether a column whose words carry these keys is what the rule describes."""
        return self.needs <= keys and not (self.unless & keys) and (not self.any or bool(self.any & keys))


@dataclass(frozen=True, slots=True)
class Detector:
    """A form of values that a company knows: by regular expression over the whole value."""

    name: str
    pattern: str
    category: str
    share: float


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a word: in which language, as what, and which."""

    language: str
    role: Role
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that the classifier knows about words."""

    lexicon: Mapping[str, tuple[Sense, ...]]
    concepts: Mapping[str, Concept]
    entities: Mapping[str, Entity]
    rules: tuple[Rule, ...]
    fingerprint: str
    detectors: tuple[Detector, ...] = ()

    def with_words(self, words: Iterable[tuple[str, Sense]], stamp: str) -> "Vocabulary":
        """A copy that also knows these words; a company's own meaning goes before ours."""
        lexicon = dict(self.lexicon)
        for word, sense in words:
            lexicon[word] = (sense,)
            if sense.role in _ROWS:
                for form in _forms(word, sense.language):
                    lexicon.setdefault(form, (sense,))
        return replace(
            self,
            lexicon=lexicon,
            fingerprint=f"{self.fingerprint}+{stamp}",
        )


@cache
def standard() -> Vocabulary:
    """The vocabulary that ships with the product."""
    root = resources.files(__package__)
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for folder in (root, root / "words")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    digest = hashlib.sha256("\n".join(texts[name] for name in sorted(texts)).encode())
    tables = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in texts.items()}
    lexicon = _lexicon((key[:2], tables[key]) for key in tables if key[2:3] in ("", "_"))
    return Vocabulary(
        lexicon=lexicon,
        concepts=_concepts(tables["concepts"]),
        entities=_entities(tables["entities"]),
        rules=tuple(_rule(entry) for entry in tables["rules"]["rule"]),
        fingerprint=digest.hexdigest()[:10],
    )


def _lexicon(
    files: Iterable[tuple[str, Mapping[str, Mapping[str, list[str]]]]],
) -> dict[str, tuple[Sense, ...]]:
    """The words of all files: those of one language may be spread over several (nl, nl_fields)."""
    lexicon: dict[str, dict[Sense, None]] = {}
    for language, roles in files:
        for role, keys in roles.items():
            for key, words in keys.items():
                for word in words:
                    sense = Sense(language, role, key)  # type: ignore[arg-type]
                    lexicon.setdefault(squeeze(word), {})[sense] = None
    _inflect(lexicon)
    return {word: tuple(senses) for word, senses in lexicon.items()}


_ROWS = frozenset({"person", "event", "organisation", "thing"})
_ENDINGS = {"de": ("n", "en", "e", "er", "s"), "en": ("s", "es")}


def _inflect(lexicon: dict[str, dict[Sense, None]]) -> None:
    """Singular and plural of what rows are called, where the file gives only one of them."""
    for word, senses in list(lexicon.items()):
        rows = [sense for sense in senses if sense.role in _ROWS]
        if not rows and len(word) < 6:
            continue
        kept = [sense for sense in senses if sense.role in _ROWS or sense.role == "attribute"]
        for form in _forms(word, next(iter(senses)).language) if kept and len(word) > 4 else ():
            if len(form) > 3 and form not in lexicon:
                lexicon[form] = dict.fromkeys(kept)


def _forms(word: str, language: str) -> Iterable[str]:
    for ending in _ENDINGS.get(language, ("s",)):
        yield word + ending
        if word.endswith(ending) and len(word) - len(ending) > 4:
            yield word.removesuffix(ending)


def _concepts(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Concept]:
    return {
        key: Concept(
            key,
            category,
            entry["mode"],
            entry["de"],
            entry["en"],
            frozenset(entry.get("when", ())),
            entry.get("follows", False),
        )
        for category, entries in table.items()
        for key, entry in entries.items()
    }


def _entities(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Entity]:
    return {
        key: Entity(key, role, entry.get("subjects"), entry.get("theme"), entry["de"], entry["en"])  # type: ignore[arg-type]
        for role, entries in table.items()
        for key, entry in entries.items()
    }


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        frozenset(entry.get("needs", ())),
        frozenset(entry.get("any", ())),
        frozenset(entry.get("unless", ())),
        entry["gives"],
    )
