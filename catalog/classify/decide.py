"""Decides one column from its reading and its table: whether personal, which category, how sure."""

from dataclasses import dataclass
from typing import Literal

from catalog.classify.columns import Column
from catalog.classify.names import Reading
from catalog.classify.tables import Profile
from catalog.classify.vocabulary import Concept, Entity, Vocabulary

_SPECIAL = ("special.", "criminal")


@dataclass(frozen=True, slots=True)
class Answer:
    """A category with the rule that gave it and how far it is to be trusted."""

    category: str
    rule: str
    personal: float
    """The probability that the column is personal."""
    right: float
    """The probability that the category is right."""
    concept: Concept | None = None
    entity: Entity | None = None
    subjects: str | None = None
    heard: Literal["", "confirmed", "found", "against"] = ""
    """What the values had to say to it."""


_OWN = {
    "person": 0.98,
    "about": 0.97,
    "event": 0.94,
    "unknown": 0.9,
    "organisation": 0.8,
    "thing": 0.55,
    "system": 0.6,
    "lookup": 0.1,
}
_CONTACT = {
    "person": 0.98,
    "about": 0.95,
    "event": 0.9,
    "unknown": 0.75,
    "organisation": 0.3,
    "thing": 0.2,
    "system": 0.3,
    "lookup": 0.05,
}
_ROW = {
    "person": 0.94,
    "about": 0.9,
    "event": 0.78,
    "unknown": 0.4,
    "organisation": 0.12,
    "thing": 0.08,
    "system": 0.1,
    "lookup": 0.04,
}
_CHANCE = {"own": _OWN, "contact": _CONTACT, "row": _ROW}


def decide(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer:
    """The first rule that speaks about the column in this table."""
    for rule in (_actor, _own_key, _foreign, _of_another, _concept, _keyless, _named, _shaped):
        answer = rule(column, table, vocabulary)
        if answer is not None:
            return answer
    return _unexplained(column, table)


def _none(rule: str, personal: float, concept: Concept | None = None, entity: Entity | None = None) -> Answer:
    return Answer("none", rule, personal, 1 - personal, concept, entity)


def _actor(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    concept = column.reading.concept
    if concept is None or concept.key not in ("actor", "supervisor") or column.shape == "date":
        return None
    return Answer("identifier.customer", "actor", 0.95, 0.93, concept, subjects="employee")


def _own_key(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """The row's own key: it singles out a person only where the row is one."""
    reading = column.reading
    if _KEYS.isdisjoint(reading.shapes) and not (reading.concept and reading.concept.key == "person_number"):
        return None
    rest = [word for word in reading.words if not _is_key_word(word, reading)]
    named = bool(rest) and all(any(_alike(word, own) for own in table.words) for word in rest)
    bare = not rest and "id" in reading.shapes
    own = table.entity is not None and table.entity.role == "person" and table.entity.key in reading.persons
    if named and table.row == "person" and not own:
        named = all(any(_alike(word, own_word) for word in rest) for own_word in table.words)
    if not (named or bare or own) or (column.target is not None and column.target.persons):
        return None
    if table.row == "person":
        if reading.concept is not None and reading.concept.category == "identifier.government":
            return None
        return Answer(
            "identifier.customer", "own_key", 0.95, 0.94, entity=table.entity, subjects=table.subjects
        )
    if own or reading.persons:
        return None
    return _none("row_key", 0.06, entity=table.entity)


_KEYS = frozenset({"id", "number", "code"})


def _is_key_word(word: str, reading: Reading) -> bool:
    return any(
        known == word and any(s.role == "shape" and s.key in _KEYS for s in senses)
        for known, senses in reading.known
    )


def _alike(word: str, other: str) -> bool:
    """The same word but for its ending: ausleihe and ausleihen."""
    shorter, longer = sorted((word, other), key=len)
    return (
        len(shorter) > 3
        and longer.startswith(shorter[: max(4, len(shorter) - 2)])
        and len(longer) - len(shorter) < 3
    )


def _keyless(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A number that nothing else explains, in a table of people that has no other key."""
    reading = column.reading
    if table.row != "person" or table.keyed or reading.concept is not None or reading.persons:
        return None
    if (
        {"id", "number"}.isdisjoint(reading.shapes)
        or reading.things
        or reading.events
        or reading.organisations
    ):
        return None
    return Answer("identifier.customer", "own_key", 0.75, 0.7, entity=table.entity, subjects=table.subjects)


def _foreign(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A reference to a person, or to something that is none."""
    reading = column.reading
    target = column.target
    if (
        target is not None
        and target.persons
        and (reading.concept is None or reading.concept.category in _REFERABLE)
    ):
        entity = vocabulary.entities[target.persons[-1]]
        return Answer(
            "identifier.customer", "foreign_key", 0.96, 0.95, entity=entity, subjects=entity.subjects
        )
    if reading.concept is not None and reading.concept.mode not in ("never", "audit"):
        return None
    refers = not _KEYS.isdisjoint(reading.shapes) or column.shape == "link"
    whole = not reading.shapes and not reading.unknown and column.shape in ("number", "link", "unknown")
    if reading.persons and (refers or whole):
        entity = vocabulary.entities[reading.persons[-1]]
        if table.row == "lookup":
            return _none("lookup", 0.2, entity=entity)
        return Answer(
            "identifier.customer", "person_reference", 0.94, 0.93, entity=entity, subjects=entity.subjects
        )
    if reading.persons and not reading.shapes and not reading.unknown and column.shape in ("text", "long"):
        entity = vocabulary.entities[reading.persons[-1]]
        return Answer("name", "person_in_words", 0.85, 0.75, entity=entity, subjects=entity.subjects)
    return _row_reference(column, table) if refers and not reading.persons else None


_REFERABLE = ("none", "identifier.customer", "name", "employment")


def _row_reference(column: Column, table: Profile) -> Answer | None:
    """What a row about a person points at (the film that was rented) says something of the person."""
    reading = column.reading
    if reading.things & _CHOSEN and table.row == "about" and table.firm and table.theme not in (None, "none"):
        return Answer(str(table.theme), "chosen", 0.58, 0.5, entity=table.entity, subjects=table.subjects)
    if reading.events or reading.things or reading.organisations or reading.systems:
        return _none("row_reference", 0.15)
    return None


_CHOSEN = frozenset({"product", "stock", "media", "timetable"})


def _of_another(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """An attribute of an organisation or a thing that the column itself names."""
    reading = column.reading
    concept = reading.concept
    if reading.persons or (concept is not None and concept.mode == "own"):
        return None
    if (
        reading.organisations
        and concept is not None
        and concept.category.split(".")[0] in ("contact", "address", "name", "identifier", "none")
    ):
        return _none("organisation", 0.15, concept)
    if (reading.organisations or reading.things) and concept is None and "name" in reading.shapes:
        return _none("other_name", 0.1)
    return None


def _concept(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    concept = column.reading.concept
    if concept is None or (concept.when and concept.when.isdisjoint(table.domains)):
        return None
    if concept.mode == "never":
        return _none("never", 0.05, concept)
    if concept.mode == "audit":
        return _created(table, concept)
    if concept.mode == "weak":
        return _weak(table, concept)
    if concept.key in _PEOPLE and column.shape in ("number", "link") and not column.reading.shapes:
        return Answer("identifier.customer", "person_reference", 0.93, 0.9, concept, None, table.subjects)
    if _mere_flag(column, concept):
        return _none("flag", 0.3, concept)
    row = "person" if column.reading.persons and table.row != "lookup" else table.row
    chance = _CHANCE[concept.mode][row]
    if concept.category.startswith(_SPECIAL) and row in ("thing", "system"):
        chance = 0.3
    if chance < 0.5:
        return _none("not_about_a_person", chance, concept, table.entity)
    category = _in_theme(concept, table)
    return Answer(category, f"word_{row}", chance, chance * 0.93, concept, table.entity, table.subjects)


_PEOPLE = frozenset({
    "parent", "guardian", "spouse", "siblings", "contact_person", "official_name", "author", "recipient",
    "attending_doctor",
})  # fmt: skip
"""Concepts that name a person: as a number or a link they refer to one."""

_FLAGGABLE = ("contact.email", "contact.phone", "address", "name", "gender", "identifier.online")


def _mere_flag(column: Column, concept: Concept) -> bool:
    """Whether the column only says that there is such a thing: has_email, phone_verified."""
    flagged = column.shape == "flag" or "flag" in column.reading.shapes
    return flagged and concept.category in _FLAGGABLE


_YIELDING = ("behaviour", "opinion", "employment")
"""Categories that give way to a special one where the row is about that."""


def _in_theme(concept: Concept, table: Profile) -> str:
    """What a concept becomes in a row whose theme is more protected or more specific."""
    theme = table.theme or "none"
    category = concept.category
    if concept.key == "body_measure":
        return "special.health" if theme == "special.health" else "image_biometric"
    if (
        theme.startswith(_SPECIAL)
        and category in ("behaviour", "opinion", "employment")
        and concept.mode == "row"
    ):
        return theme
    if concept.key == "long_text" and theme.startswith(_SPECIAL):
        return theme
    if theme == "opinion" and concept.key in ("long_text", "note"):
        return "opinion"
    if theme == "employment" and concept.key in ("joined", "left", "contract_fact"):
        return "employment"
    return category


def _created(table: Profile, concept: Concept) -> Answer:
    return _none("created", 0.2, concept)


def _weak(table: Profile, concept: Concept) -> Answer:
    if table.row in ("person", "about"):
        return Answer(concept.category, "weak", 0.6, 0.5, concept, table.entity, table.subjects)
    return _none("weak_none", 0.1, concept)


def _named(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """`name`, `bezeichnung`, `title` on their own or beside the row's own kind."""
    reading = column.reading
    if "name" not in reading.shapes:
        return None
    if reading.persons:
        entity = vocabulary.entities[reading.persons[-1]]
        return Answer("name", "person_name", 0.95, 0.93, entity=entity, subjects=entity.subjects)
    if reading.events or reading.systems:
        return _none("other_name", 0.12)
    if table.row == "person":
        return Answer("name", "name_person", 0.96, 0.95, entity=table.entity, subjects=table.subjects)
    if (
        table.row == "about"
        and table.theme in ("address", "contact.phone", "contact.email", "financial", "behaviour")
        and not (table.entity and table.entity.role == "thing")
    ):
        return Answer("name", "name_about", 0.7, 0.65, entity=table.entity, subjects=table.subjects)
    if (
        table.row in ("about", "event")
        and table.theme
        and table.theme not in ("none", "behaviour", "financial")
    ):
        return Answer(table.theme, "theme_name", 0.75, 0.65, entity=table.entity, subjects=table.subjects)
    return _none("name_none", 0.15, entity=table.entity)


def _shaped(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A date, amount, status or text without a word that says of what: it follows the row."""
    reading = column.reading
    if not reading.shapes:
        return None
    if "flag" in reading.shapes and reading.persons and table.row == "person" and table.theme == "employment":
        return Answer("employment", "theme_person", 0.65, 0.6, entity=table.entity, subjects=table.subjects)
    if set(reading.shapes) & {"flag"} and len(reading.words) <= 2 and reading.unknown == 0:
        return _none("flag", 0.25)
    if set(reading.shapes) <= {"id", "number", "code", "list", "type"}:
        chance = 0.45 if table.row == "person" and "type" in reading.shapes else 0.2
        if (
            table.theme
            and table.theme.startswith(_SPECIAL)
            and table.row in ("about",)
            and "id" not in reading.shapes
            and "number" not in reading.shapes
        ):
            return Answer(table.theme, "theme", 0.75, 0.7, entity=table.entity, subjects=table.subjects)
        return _none("code", chance)
    if "amount" in reading.shapes and table.theme == "employment":
        return Answer("financial", "theme", 0.8, 0.7, entity=table.entity, subjects=table.subjects)
    return _themed(table)


def _themed(table: Profile) -> Answer | None:
    if not table.theme or table.theme == "none":
        return None
    if table.row in ("about", "event"):
        chance = 0.85 if table.row == "about" and table.firm else 0.72
        return Answer(
            table.theme, "theme", chance, chance * 0.85, entity=table.entity, subjects=table.subjects
        )
    if table.row == "person":
        return Answer(table.theme, "theme_person", 0.65, 0.5, entity=table.entity, subjects=table.subjects)
    return None


_EXPLAINING = ("employment", "financial", "opinion", "behaviour", "family", "location", "image_biometric")


def _unexplained(column: Column, table: Profile) -> Answer:
    """Nothing is known of the name: the table decides, with little confidence."""
    theme = table.theme or "none"
    if column.shape in ("flag", "link") and not theme.startswith(_SPECIAL):
        return _none("unexplained", 0.4 if table.row in ("person", "about") else 0.1, entity=table.entity)
    if theme.startswith(_SPECIAL) and table.row in ("person", "about", "event"):
        return Answer(theme, "unexplained", 0.75, 0.65, entity=table.entity, subjects=table.subjects)
    if theme in _EXPLAINING and table.row in ("person", "about"):
        return Answer(theme, "unexplained", 0.62, 0.5, entity=table.entity, subjects=table.subjects)
    if theme == "free_text_may_contain_personal_data" and column.shape in ("text", "long", "unknown"):
        return Answer(theme, "unexplained", 0.65, 0.55, entity=table.entity, subjects=table.subjects)
    if theme in ("employment", "opinion") and table.row == "event":
        return Answer(theme, "unexplained", 0.6, 0.5, entity=table.entity, subjects=table.subjects)
    chance = {"person": 0.45, "about": 0.4, "event": 0.35, "unknown": 0.25}.get(table.row, 0.06)
    return _none("unexplained", chance, entity=table.entity)
