"""Names without a telling word: `name`, a date, an amount, a code, or nothing known. The row decides."""

from catalog.classify.answers import SPECIAL, Answer, none
from catalog.classify.columns import Column
from catalog.classify.rows import Profile
from catalog.classify.vocabulary import Vocabulary


def named(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """`name`, `bezeichnung`, `title` on their own or beside the row's own kind."""
    reading = column.reading
    if "name" not in reading.shapes:
        return None
    if reading.persons:
        entity = vocabulary.entities[reading.persons[-1]]
        return Answer("name", "person_name", 0.95, 0.93, entity=entity, subjects=entity.subjects)
    if reading.events or reading.systems:
        return none("other_name", 0.12)
    rest = [word for word in reading.words if word in table.words]
    if rest and table.row != "person":
        return none("other_name", 0.2)
    if table.row == "person":
        return Answer("name", "name_person", 0.96, 0.95, entity=table.entity, subjects=table.subjects)
    theme = table.theme or "none"
    thing = table.entity is not None and table.entity.role == "thing"
    if theme in _NAMED and not thing and table.row in ("about", "event"):
        chance = 0.7 if table.row == "about" else 0.55
        return Answer(
            "name", "name_about", chance, chance * 0.9, entity=table.entity, subjects=table.subjects
        )
    if table.row in ("about", "event") and theme not in ("none", *_NAMED):
        return Answer(theme, "theme_name", 0.75, 0.65, entity=table.entity, subjects=table.subjects)
    firm = table.row in ("thing", "organisation", "lookup", "system")
    return none("name_none", 0.1 if firm else 0.35, entity=table.entity)


_NAMED = ("address", "contact.phone", "contact.email", "financial", "behaviour")
"""Themes of rows in which a bare `name` is that of the person concerned."""


def shaped(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """A date, amount, status or text without a word that says of what: it follows the row."""
    shapes = set(column.reading.shapes)
    if not shapes:
        return None
    if "flag" in shapes:
        answer = _flagged(column, table)
        if answer is not None:
            return answer
    if shapes <= _CODES:
        return _about_health(column, table) or _coded(shapes, table)
    if "amount" in shapes and (table.row == "person" or table.theme == "employment"):
        return Answer("financial", "theme", 0.8, 0.7, entity=table.entity, subjects=table.subjects)
    return _themed(table)


_CODES = {"id", "number", "code", "list", "type"}


def _about_health(column: Column, table: Profile) -> Answer | None:
    """Kinds and numbers of something unknown in a row of special data: tipo_inmunizaciones, anzahl_zigaretten."""
    theme, reading = table.theme or "none", column.reading
    if not theme.startswith(SPECIAL) or table.row not in ("about", "event", "person") or not reading.unknown:
        return None
    if "id" in reading.shapes or reading.things or reading.organisations or _ends_as_key(column):
        return None
    return Answer(theme, "theme", 0.6, 0.55, entity=table.entity, subjects=table.subjects)


def _ends_as_key(column: Column) -> bool:
    """Whether a name ends in "nr" or "code": numbers of things, not how many there are."""
    last = column.reading.words[-1]
    return any(
        word == last and any(sense.key in ("number", "code", "id") for sense in senses)
        for word, senses in column.reading.known
    )


def _flagged(column: Column, table: Profile) -> Answer | None:
    reading = column.reading
    if reading.persons and table.row == "person" and table.theme == "employment":
        return Answer("employment", "theme_person", 0.65, 0.6, entity=table.entity, subjects=table.subjects)
    if len(reading.words) <= 2 and reading.unknown == 0:
        return none("flag", 0.25)
    return None


def _coded(shapes: set[str], table: Profile) -> Answer:
    theme = table.theme or "none"
    if theme == "address" and shapes == {"number"}:
        return Answer("address", "theme", 0.8, 0.75, entity=table.entity, subjects=table.subjects)
    if (
        table.row == "about"
        and (theme in _TELLING or theme.startswith(SPECIAL))
        and shapes.isdisjoint({"id", "number"})
    ):
        return Answer(theme, "theme", 0.75, 0.7, entity=table.entity, subjects=table.subjects)
    return none("code", 0.45 if table.row == "person" else 0.3 if table.row in ("about", "event") else 0.12)


_TELLING = ("employment", "financial", "opinion")
"""Themes of which also a kind or a code says something: which training, which payment."""


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


def unexplained(column: Column, table: Profile) -> Answer:
    """Nothing is known of the name: the table decides, with little confidence."""
    theme = table.theme or "none"
    if column.shape in ("flag", "link") and not theme.startswith(SPECIAL):
        return none("unexplained", 0.4 if table.row in ("person", "about") else 0.1, entity=table.entity)
    if theme.startswith(SPECIAL) and table.row in ("person", "about", "event"):
        return Answer(theme, "unexplained", 0.75, 0.65, entity=table.entity, subjects=table.subjects)
    if theme in _EXPLAINING and table.row in ("person", "about"):
        return Answer(theme, "unexplained", 0.62, 0.5, entity=table.entity, subjects=table.subjects)
    if theme == "free_text_may_contain_personal_data" and column.shape in ("text", "long", "unknown"):
        return Answer(theme, "unexplained", 0.65, 0.55, entity=table.entity, subjects=table.subjects)
    if theme in ("employment", "opinion") and table.row == "event":
        return Answer(theme, "unexplained", 0.6, 0.5, entity=table.entity, subjects=table.subjects)
    chance = {"person": 0.45, "about": 0.4, "event": 0.35, "unknown": 0.25}.get(table.row, 0.06)
    return none("unexplained", chance, entity=table.entity)
