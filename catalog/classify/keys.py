"""Keys and references: whose row it is, and whom or what a column points at."""

from catalog.classify.answers import Answer, none
from catalog.classify.columns import Column
from catalog.classify.names import Reading
from catalog.classify.rows import Profile
from catalog.classify.vocabulary import Vocabulary


def actor(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """Who created, changed or approved a row is a person whatever the row is."""
    concept = column.reading.concept
    if concept is None or concept.key not in ("actor", "supervisor") or column.shape == "date":
        return None
    return Answer("identifier.customer", "actor", 0.95, 0.93, concept, subjects="employee")


def own_key(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """The row's own key: it singles out a person only where the row is one."""
    reading = column.reading
    numbered = reading.concept is not None and reading.concept.key == "person_number"
    if (_KEYS.isdisjoint(reading.shapes) and not numbered) or _points_at_person(column):
        return None
    if table.row == "person" and table.detail and not _beside_key(reading):
        return none("row_key", 0.35, entity=table.entity)
    if table.row == "person":
        if not _of_person(reading, table) or (
            reading.concept and reading.concept.category == "identifier.government"
        ):
            return None
        return Answer(
            "identifier.customer", "own_key", 0.95, 0.94, entity=table.entity, subjects=table.subjects
        )
    named = reading.concept is not None and reading.concept.category in (
        "identifier.customer", "name", "special.genetic",
    )  # fmt: skip
    if reading.persons or named or not _of_row(reading, table):
        return None
    coded = {"id", "number"}.isdisjoint(reading.shapes) and reading.concept is not None
    if coded and table.row in ("about", "event"):
        return None  # a code is the row's key only in lists: noten_krz is a grade
    if table.row == "about" and not column.first and reading.concept and reading.concept.mode == "own":
        return None  # what a table of pairs ties a person to: hat_geschlecht(mitarbeiter_id, geschlecht_id)
    return none("row_key", 0.06, entity=table.entity)


def _ends_in_person(reading: Reading) -> bool:
    """Whether the last words are a person's key: address_user_id."""
    if len(reading.known) < 2 or reading.known[-1][0] != reading.words[-1]:
        return False
    (_, before), (_, last) = reading.known[-2:]
    return any(sense.role == "person" for sense in before) and any(
        sense.role == "shape" and sense.key == "id" for sense in last
    )


def named_key(column: Column, table: Profile) -> bool:
    """Whether a column is the key of the person that a row is, under a name of its own."""
    reading = column.reading
    if "id" not in reading.shapes and "number" not in reading.shapes:
        return reading.concept is not None and reading.concept.key == "person_number"
    return bool(_beside_key(reading)) and _of_person(reading, table)


def _points_at_person(column: Column) -> bool:
    return column.target is not None and bool(column.target.persons)


def _of_person(reading: Reading, table: Profile) -> bool:
    """Whether a key is that of the person the row is: id, kunden_id, mID in members."""
    rest = _beside_key(reading)
    if not rest:
        return "id" in reading.shapes
    if table.entity is not None and table.entity.key in reading.persons:
        return True
    if len(rest) == 1 and len(rest[0]) <= 3:
        return any(abbreviates(rest[0], word) for word in table.words) or _initials(rest[0], table.words)
    return all(any(alike(word, own) for word in rest) for own in table.words)


def abbreviates(short: str, word: str) -> bool:
    """Whether a few letters stand for a word: ul for uebungsleiter."""
    rest = iter(word)
    return word.startswith(short[0]) and all(sign in rest for sign in short)


def _initials(short: str, words: frozenset[str]) -> bool:
    """Whether letters are those that the words of a table's name begin with: np for netwerk_persoon."""
    return len(short) > 1 and sorted(short) == sorted(word[0] for word in words)


def _of_row(reading: Reading, table: Profile) -> bool:
    """Whether a key is called after the table: bestellungID in bestellungen."""
    rest = _beside_key(reading)
    if not rest:
        return "id" in reading.shapes
    plain = table.row in ("organisation", "thing", "lookup", "system")
    if plain and len(rest) == 1 and len(rest[0]) <= 3 and any(abbreviates(rest[0], w) for w in table.words):
        return True
    named = (*reading.events, *reading.things, *reading.organisations)
    if table.entity is not None and not reading.unknown and table.entity.key in named:
        return True
    return all(any(alike(word, own) for own in table.words) for word in rest)


def _beside_key(reading: Reading) -> list[str]:
    """The words of a key beside "id" or "number"."""
    return [word for word in reading.words if not _is_key_word(word, reading)]


_KEYS = frozenset({"id", "number", "code"})


def _is_key_word(word: str, reading: Reading) -> bool:
    return any(
        known == word and any(s.role == "shape" and s.key in _KEYS for s in senses)
        for known, senses in reading.known
    )


def alike(word: str, other: str) -> bool:
    """The same word but for its ending: ausleihe and ausleihen."""
    if len(word) > 4 and other.removesuffix("n").removesuffix("e").endswith(word.removesuffix("e")):
        return True
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) > 3 and longer.startswith(shorter[:-1]) and len(longer) - len(shorter) < 3


def keyless(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A number that nothing else explains, in a table of people that has no other key."""
    reading = column.reading
    if not column.first and column.shape not in ("link", "number", "unknown"):
        return None
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


def nobody(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """Whose data base it is, and how many people: names that speak of people without meaning one."""
    reading = column.reading
    if reading.concept is not None and reading.concept.key in ("tenant", "row_system"):
        return none("never", 0.08, reading.concept)
    if reading.persons and counts_people(reading):
        return none("count_of_people", 0.12)
    return None


def foreign(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A reference to a person, or to something that is none."""
    reading = column.reading
    target = column.target
    if (
        target is not None
        and target.persons
        and "type" not in target.shapes
        and (reading.concept is None or reading.concept.category in _REFERABLE)
    ):
        entity = vocabulary.entities[target.persons[-1]]
        return Answer(
            "identifier.customer", "foreign_key", 0.96, 0.95, entity=entity, subjects=entity.subjects
        )
    if reading.persons and "type" in reading.shapes and not _ends_in_person(reading):
        return None
    plain = reading.concept is None or reading.concept.mode in ("never", "audit")
    if not plain and not _ends_in_person(reading):
        return None
    refers = not _KEYS.isdisjoint(reading.shapes) or column.shape == "link"
    whole = not reading.shapes and not reading.unknown and column.shape in ("number", "link", "unknown")
    if reading.persons == ("contact",) and len(reading.words) == 1 and table.row in ("organisation", "thing"):
        return _reach(table)
    if reading.persons and (refers or whole):
        entity = vocabulary.entities[reading.persons[-1]]
        if table.row == "lookup":
            return none("lookup", 0.2, entity=entity)
        return Answer(
            "identifier.customer", "person_reference", 0.94, 0.93, entity=entity, subjects=entity.subjects
        )
    if reading.persons == ("contact",) and len(reading.words) == 1 and not table.reachable:
        return _reach(table)
    if reading.persons and not reading.shapes and not reading.unknown and column.shape in ("text", "long"):
        entity = vocabulary.entities[reading.persons[-1]]
        return Answer("name", "person_in_words", 0.85, 0.75, entity=entity, subjects=entity.subjects)
    return _row_reference(column, table) if refers and not reading.persons else None


_EXTENT = frozenset({"max", "min", "maximal", "minimal", "maximum", "minimum", "anz", "anzahl", "num"})


def counts_people(reading: Reading) -> bool:
    """Whether a name says how many people there are: max_personen, anzahl_teilnehmer."""
    return "count" in reading.shapes or (len(reading.words) > 1 and reading.words[0] in _EXTENT)


def _reach(table: Profile) -> Answer:
    """`contact` on its own, beside no telephone: how somebody is reached."""
    if table.row in ("organisation", "thing", "system", "lookup"):
        return none("organisation", 0.35)
    return Answer("contact.phone", "reach", 0.85, 0.6, entity=table.entity, subjects=table.subjects)


_REFERABLE = ("none", "identifier.customer", "name", "employment", "behaviour")


def _row_reference(column: Column, table: Profile) -> Answer | None:
    """What a row about a person points at (the film that was rented) says something of the person."""
    reading = column.reading
    if reading.things & _CHOSEN and table.row == "about" and table.firm and table.theme not in (None, "none"):
        return Answer(str(table.theme), "chosen", 0.58, 0.5, entity=table.entity, subjects=table.subjects)
    if not _beside_key(reading):
        return None
    if reading.organisations and table.row == "person" and table.theme in ("employment", "special.union"):
        return Answer("employment", "theme_person", 0.7, 0.65, entity=table.entity, subjects=table.subjects)
    if reading.events or reading.things or reading.organisations or reading.systems:
        return none("row_reference", 0.28 if table.row in ("about", "event") else 0.12)
    return None


_CHOSEN = frozenset({"product", "stock", "media", "timetable"})
