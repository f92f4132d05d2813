"""Reads a column's or table's name: which concepts, people, things and shapes its words stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalog.classify.compounds import segment
from catalog.classify.fields import OF_CATEGORY, OF_PERSON
from catalog.classify.stems import stems_of
from catalog.classify.tokens import split
from catalog.classify.vocabulary import Concept, Rule, Sense, Vocabulary

_Known = tuple[tuple[str, tuple[Sense, ...]], ...]

_PHRASE = 4
"""How many neighbouring words are tried as one: date of birth, zip code."""

_RANK = {
    "special": 0,
    "criminal": 0,
    "credential": 1,
    "identifier.government": 2,
    "financial": 3,
    "family": 4,
    "date_of_birth_age": 4,
    "gender": 4,
    "image_biometric": 4,
    "contact": 5,
    "name": 5,
    "address": 6,
    "identifier.online": 5,
    "identifier.customer": 6,
    "opinion": 7,
    "employment": 8,
    "location": 8,
    "behaviour": 9,
    "free_text_may_contain_personal_data": 10,
    "none": 11,
}
"""Which of several categories holds (the most protected first)."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the words of one name stand for. Each name is read once, so identity is equality."""

    words: tuple[str, ...]
    known: tuple[tuple[str, tuple[Sense, ...]], ...]
    unknown: int
    concept: Concept | None
    word: str | None
    concepts: frozenset[str]
    persons: tuple[str, ...]
    organisations: frozenset[str]
    things: frozenset[str]
    events: tuple[str, ...]
    systems: frozenset[str]
    shapes: tuple[str, ...]
    qualifiers: frozenset[str]
    domains: frozenset[str]
    tail: frozenset[str]
    """What the last word alone stands for."""
    people_fields: frozenset[str]
    """The fields of life of the people it names."""
    said_field: str | None
    """The field of life that its concept speaks of."""
    plain: Concept | None
    """What the name stands for outside the field of life that its concept belongs to."""


_REMEMBERED = 200_000


_LONE = (("id",), ("no",), ("nr",))
"""What a single letter before does not make a word with: s_id is no session."""

_RELATIVES = frozenset({
    "parent", "guardian", "spouse", "siblings", "children", "household", "contact_person", "official_name",
    "author", "recipient", "attending_doctor",
})  # fmt: skip
"""Concepts that say whose an attribute is, where there is another one: the father's telephone."""


class Reader:
    """Reads names with one vocabulary; remembers what it has read (names only, never values)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._readings: dict[tuple[str, str], Reading] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._outside: dict[Reading, Reading] = {}
        self._votes: dict[str, tuple[tuple[str, str], ...]] = {}
        self._rules = _by_need(vocabulary.rules)
        self._stems = stems_of(vocabulary)
        self._stemmed: dict[str, str] = {}

    def full(self) -> bool:
        """Whether so much is remembered that a fresh reader should take over."""
        return len(self._readings) > _REMEMBERED

    def read(self, name: str, language: str) -> Reading:
        """What the name says in a table of this language."""
        key = (name, language)
        reading = self._readings.get(key)
        if reading is None:
            reading = self._readings[key] = self._read(name, language)
        return reading

    def words(self, name: str) -> tuple[str, ...]:
        """The known phrases and single words of a name, longest first, compounds split."""
        words = self._words.get(name)
        if words is None:
            words = self._words[name] = tuple(self._phrases(split(name)))
        return words

    def votes(self, name: str) -> tuple[tuple[str, str], ...]:
        """The words of a name that exist in one language only, each with it."""
        votes = self._votes.get(name)
        if votes is None:
            found = []
            for word in self.words(name):
                languages = {sense.language for sense in self.vocabulary.lexicon.get(word, ())}
                if len(languages) == 1:
                    found.append((word, languages.pop()))
            votes = self._votes[name] = tuple(found)
        return votes

    def understands(self, name: str) -> bool:
        """Whether the name's first word is known as it stands."""
        words = self.words(name)
        return bool(words) and words[0] in self.vocabulary.lexicon

    def senses(self, word: str) -> tuple[Sense, ...]:
        """The meanings of one word, in any language."""
        return self.vocabulary.lexicon.get(word.lower(), ())

    def knows(self, word: str) -> bool:
        """Whether the word stands in the lexicon."""
        return word.lower() in self.vocabulary.lexicon

    def _phrases(self, tokens: tuple[str, ...]) -> Iterable[str]:
        lexicon = self.vocabulary.lexicon
        place = 0
        while place < len(tokens):
            for size in range(min(_PHRASE, len(tokens) - place), 1, -1):
                parts = tokens[place : place + size]
                phrase = "".join(parts)
                if phrase in lexicon and not (len(parts[0]) == 1 and parts[1:] in _LONE):
                    yield phrase
                    place += size
                    break
            else:
                for part in segment(tokens[place], lexicon):
                    yield part if part in lexicon else self._stem(part)
                place += 1

    def _stem(self, word: str) -> str:
        """The known word that an unknown one shortens or inflects, else itself."""
        found = self._stemmed.get(word)
        if found is None:
            found = self._stemmed[word] = self._stems.known(word) or word
        return found

    def _read(self, name: str, language: str) -> Reading:
        words = self.words(name)
        lexicon = self.vocabulary.lexicon
        known = tuple(
            (word, senses)
            for word in words
            if (senses := _in_language(word, lexicon.get(word, ()), language))
        )
        known = _whole(known, len(words))
        by_role: dict[str, list[str]] = {}
        for _, senses in known:
            for sense in senses:
                by_role.setdefault(sense.role, []).append(sense.key)
        concept, word = self._concept(words, known, by_role)
        return Reading(
            words=words,
            known=known,
            unknown=sum(len(word) > 2 for word in words) - sum(len(word) > 2 for word, _ in known),
            concept=concept,
            word=word,
            concepts=frozenset(by_role.get("attribute", ())),
            persons=tuple(by_role.get("person", ())),
            organisations=frozenset(by_role.get("organisation", ())),
            things=frozenset(by_role.get("thing", ())),
            events=tuple(by_role.get("event", ())),
            systems=frozenset(by_role.get("system", ())),
            shapes=tuple(by_role.get("shape", ())),
            qualifiers=frozenset(by_role.get("qualifier", ())),
            domains=frozenset(by_role.get("domain", ())),
            tail=frozenset(sense.key for sense in self._last(name)),
            people_fields=frozenset(OF_PERSON[key] for key in by_role.get("person", ()) if key in OF_PERSON),
            said_field=_field(concept) if concept else None,
            plain=None if concept is None or not concept.when else self._plain(known, by_role),
        )

    def _plain(
        self, known: tuple[tuple[str, tuple[Sense, ...]], ...], by_role: dict[str, list[str]]
    ) -> Concept | None:
        concepts = [self.vocabulary.concepts[key] for key in by_role.get("attribute", ()) if key != "birth"]
        return min((c for c in concepts if not c.when), key=lambda c: _rank(c.category), default=None)

    def outside(self, reading: Reading) -> Reading:
        """The same name read where its concept's field of life is not the table's."""
        other = self._outside.get(reading)
        if other is None:
            other = self._outside[reading] = replace(
                reading, concept=reading.plain, plain=None, said_field=None
            )
        return other

    def _last(self, name: str) -> tuple[Sense, ...]:
        tokens = split(name)
        return self.vocabulary.lexicon.get(tokens[-1], ()) if tokens else ()

    def _concept(
        self,
        words: tuple[str, ...],
        known: tuple[tuple[str, tuple[Sense, ...]], ...],
        by_role: dict[str, list[str]],
    ) -> tuple[Concept | None, str | None]:
        if _acts(words) and not _measures(words[-2], known):
            return self.vocabulary.concepts["actor"], words[0]
        keys = frozenset(key for role, found in by_role.items() if role != "domain" for key in found)
        for rule in self._rules_for(keys):
            if rule.fits(keys):
                return self.vocabulary.concepts[rule.gives], _first(known)
        found = [
            (self.vocabulary.concepts[sense.key], word)
            for word, senses in known
            for sense in senses
            if sense.role == "attribute" and sense.key != "birth"
        ]
        if not found:
            return None, None
        others = [entry for entry in found if entry[0].key not in _RELATIVES]
        if others and len(others) < len(found) and found[-1][0].key not in _RELATIVES:
            found = others
        if found[-1][0].mode in ("never", "audit") and known[-1][0] == found[-1][1]:
            return found[-1]
        return min(reversed(found), key=lambda entry: _rank(entry[0].category))

    def _rules_for(self, keys: frozenset[str]) -> list[Rule]:
        numbers = sorted({number for key in keys for number in self._rules.get(key, ())})
        return [self.vocabulary.rules[number] for number in numbers]


def _acts(words: tuple[str, ...]) -> bool:
    """Whether the name ends in who did it: bearbeitet_von, approvedBy."""
    if len(words) < 2:
        return False
    done, last = words[-2], words[-1]
    if last == "by":
        return done.endswith(("ed", "t", "en", "n"))
    return (
        last in ("von", "durch")
        and len(done) > 4
        and done.endswith(("t", "en"))
        and not done.endswith("zeit")
    )


def _measures(word: str, known: _Known) -> bool:
    """Whether a word is a measure, so that "von" means from where on: normwert_von."""
    return any(name == word and any(s.role == "shape" for s in senses) for name, senses in known)


def _by_need(rules: tuple[Rule, ...]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for key in rule.needs or rule.any:
            index.setdefault(key, []).append(number)
    return index


_AT_HOME = ("de", "en")
_DISTINCT = 5
"""Up to this length a word of another language is only understood in a table of that language."""


def _in_language(word: str, senses: tuple[Sense, ...], language: str) -> tuple[Sense, ...]:
    """The meanings in the table's language if there are any, else the others, unless too short."""
    if len(senses) == 1 and senses[0].language == language:
        return senses
    ours = {sense.role for sense in senses if sense.language == language and sense.role != "domain"}
    kept = tuple(
        sense
        for sense in senses
        if sense.language == language or sense.role == "domain" or sense.role not in (*ours, "attribute")
    )
    if ours:
        return kept
    if len(word) > _DISTINCT:
        return senses
    return tuple(sense for sense in senses if sense.language in _AT_HOME)


def _field(concept: Concept) -> str | None:
    """The field of life that a concept speaks of, if only of one."""
    if not concept.follows and (concept.mode == "own" or concept.when):
        return OF_CATEGORY.get(concept.category)
    return None


def _whole(known: _Known, words: int) -> _Known:
    """Meanings that a word only has as the whole name (last), as attributes there, left out elsewhere."""
    if not any(sense.role == "whole" for _, senses in known for sense in senses):
        return known
    found = []
    for word, senses in known:
        others = tuple(sense for sense in senses if sense.role != "whole")
        alone = tuple(replace(sense, role="attribute") for sense in senses if sense.role == "whole")
        found.append((word, alone if words == 1 else others))
    return tuple((word, senses) for word, senses in found if senses)


def _rank(category: str) -> int:
    return _RANK.get(category, _RANK.get(category.split(".")[0], 9))


def _first(known: tuple[tuple[str, tuple[Sense, ...]], ...]) -> str | None:
    return known[0][0] if known else None
