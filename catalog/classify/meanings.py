"""What a word of the name means in this table: the concepts and their modes."""

from catalog.classify.answers import SPECIAL, Answer, none
from catalog.classify.columns import Column
from catalog.classify.rows import Profile
from catalog.classify.vocabulary import Concept, Vocabulary

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


def of_another(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """An attribute of an organisation or a thing that the column itself names."""
    reading, concept = column.reading, column.reading.concept
    if reading.persons or not (reading.organisations or reading.things):
        return None
    if concept is not None:
        at_work = table.row == "person" and concept.category.startswith("contact")
        own = concept.mode == "own" and concept.key != "official_name"
        theirs = reading.organisations and not own and not at_work
        return none("organisation", 0.15, concept) if theirs and _reachable(concept) else None
    if "name" not in reading.shapes:
        return None
    if reading.organisations and table.row in ("person", "about") and table.theme == "employment":
        return Answer("employment", "theme", 0.65, 0.6, entity=table.entity, subjects=table.subjects)
    return none("other_name", 0.1)


def _reachable(concept: Concept) -> bool:
    return concept.category.split(".")[0] in ("contact", "address", "name", "identifier", "none")


def concept_of(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer | None:
    """What the telling word of a name means, by its mode and by what the row is."""
    concept = column.reading.concept
    if concept is None or (concept.key in ("state", "supplement") and not table.addressed):
        return None
    if concept.mode in ("never", "audit", "weak"):
        return _vague(concept, table)
    if concept.key == "academic_title" and len(column.reading.words) == 1 and table.row != "person":
        return _titled(column, table)
    if concept.key == "body_measure" and table.row != "person" and table.theme != "special.health":
        return none("not_about_a_person", 0.2, concept, table.entity)
    if concept.key in _PEOPLE and column.shape in ("number", "link") and not column.reading.shapes:
        return Answer("identifier.customer", "person_reference", 0.93, 0.9, concept, None, table.subjects)
    if (
        concept.key in _OFFICES
        and table.theme == "employment"
        and (column.shape == "flag" or "flag" in column.reading.shapes)
    ):
        return Answer("employment", "theme_person", 0.65, 0.6, concept, table.entity, table.subjects)
    if _mere_flag(column, concept):
        return none("flag", 0.3, concept)
    if concept.category == "behaviour" and concept.mode == "row" and "id" in column.reading.shapes:
        return none("row_reference", 0.35, concept)
    return _by_row(column, concept, table)


def _titled(column: Column, table: Profile) -> Answer:
    """`titel`, `title` alone: of a person only where the row is one; a message's is its subject."""
    if table.row in ("about", "event") and table.theme == "opinion":
        return Answer("opinion", "theme", 0.8, 0.75, entity=table.entity, subjects=table.subjects)
    return none("other_name", 0.35 if table.row in ("about", "event", "unknown") else 0.1)


def _by_row(column: Column, concept: Concept, table: Profile) -> Answer:
    row = "person" if column.reading.persons and table.row != "lookup" else table.row
    chance = _CHANCE[concept.mode][row]
    if concept.category.startswith(SPECIAL) and row in ("thing", "system"):
        chance = 0.3
    if concept.category == "employment" and row == "organisation":
        chance = 0.25  # a firm's branch of trade
    if concept.category == "identifier.online" and row == "thing":
        chance = 0.4  # the number of a device in a list of devices
    if concept.key == "salary" and row == "thing":
        chance = 0.3  # the net price of an article, the pay that a vacancy offers
    if row == "unknown" and concept.category == "address" and not table.reachable:
        chance = 0.45
    if chance < 0.5:
        return none("not_about_a_person", chance, concept, table.entity)
    category = _belonging(column, table) or _asked(column, concept, table) or _in_theme(concept, table)
    return Answer(category, f"word_{row}", chance, chance * 0.93, concept, table.entity, table.subjects)


def _vague(concept: Concept, table: Profile) -> Answer:
    """Words that are technical, or too vague to decide on their own."""
    about = table.row in ("person", "about")
    if concept.key == "company_name" and table.theme == "employment" and about:
        return Answer("employment", "theme", 0.75, 0.7, concept, table.entity, table.subjects)
    if concept.key == "document_number" and _criminal(table):
        return Answer("criminal", "theme", 0.7, 0.65, concept, table.entity, table.subjects)
    if concept.mode == "never":
        return none("never", 0.05, concept)
    if concept.mode == "audit":
        return none("created", 0.2, concept)
    if about:
        return Answer(concept.category, "weak", 0.6, 0.5, concept, table.entity, table.subjects)
    return none("weak_none", 0.1, concept)


def _criminal(table: Profile) -> bool:
    """Whether a case number is that of proceedings against somebody."""
    about = table.row in ("person", "about", "event")
    return about and (table.theme == "criminal" or (table.row == "person" and "crime" in table.domains))


_PEOPLE = frozenset({
    "parent", "guardian", "spouse", "siblings", "contact_person", "official_name", "author", "recipient",
    "attending_doctor",
})  # fmt: skip
"""Concepts that name a person: as a number or a link they refer to one."""

_OFFICES = frozenset({"official_name", "supervisor", "attending_doctor"})
"""Concepts that, as a mere flag, say which office a person holds: ist_leiter."""

_FLAGGABLE = ("contact.email", "contact.phone", "address", "name", "gender", "identifier.online")


def _mere_flag(column: Column, concept: Concept) -> bool:
    """Whether the column only says that there is such a thing: has_email, phone_verified."""
    flagged = column.shape == "flag" or "flag" in column.reading.shapes
    return flagged and concept.category in _FLAGGABLE


_MEMBERSHIP = frozenset({"joined", "left", "fee", "donation", "person_function", "party"})
_BELONGING = {"union": "special.union", "politics": "special.political", "religion": "special.religion"}
_MEMBERS = ("member", "union_member", "party_member", "parishioner")


def _belonging(column: Column, table: Profile) -> str | None:
    """What joining, leaving, dues and offices say where members are those of a union, a party or a church."""
    concept = column.reading.concept
    said = concept is not None and (concept.key in _MEMBERSHIP or "fee" in column.reading.concepts)
    if not said or table.row != "person":
        return None
    if table.theme in _BELONGING.values():
        return table.theme
    if table.entity is None or table.entity.key not in _MEMBERS:
        return None
    found = {_BELONGING[field] for field in table.domains if field in _BELONGING}
    return found.pop() if len(found) == 1 else None


def _asked(column: Column, concept: Concept, table: Profile) -> str | None:
    """What a scale in a survey on politics asks about: views on crime or abortion are political."""
    theme = table.theme or "none"
    survey = table.entity is not None and table.entity.key == "survey_event"
    if not survey or not theme.startswith(SPECIAL) or column.shape not in ("number", "decimal"):
        return None
    views = concept.category.startswith((*SPECIAL, "identifier.government", "opinion", "employment"))
    return theme if views and concept.category != "special.religion" else None


_YIELDING = ("behaviour", "opinion", "employment")
"""Categories that give way to a special one where the row is about that."""


def _in_theme(concept: Concept, table: Profile) -> str:
    """What a concept becomes in a row whose theme is more protected or more specific."""
    theme = table.theme or "none"
    if concept.key == "body_measure":
        return "special.health" if theme == "special.health" else "image_biometric"
    yields = concept.key == "long_text" or (table.row != "person" and concept.category in _YIELDING)
    if yields and concept.mode == "row" and theme.startswith(SPECIAL):
        return theme
    if theme == "opinion" and concept.key in ("long_text", "note", "academic_title", "job_title"):
        return "opinion"
    if theme == "employment" and concept.key in ("joined", "left", "contract_fact"):
        return "employment"
    return concept.category
