"""What a table's row is: a person, something about one, an organisation, a thing, configuration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.classify.columns import Column
from catalog.classify.names import Reading
from catalog.classify.vocabulary import Entity, Vocabulary

Row = Literal["person", "about", "event", "organisation", "thing", "system", "lookup", "unknown"]

_TELLING = frozenset(
    [
        "given_name",
        "family_name",
        "full_name",
        "birth_name",
        "birth_date",
        "gender",
        "salutation",
        "social_security",
        "national_id",
        "marital_status",
        "passport",
        "nationality",
        "tax_id",
        "initials",
    ]
)
"""Concepts that only a row about a person has; two of them make it one."""

_SOFT = frozenset(
    [
        "email",
        "phone",
        "mobile",
        "street",
        "postcode",
        "city",
        "password",
        "username",
        "academic_title",
        "iban",
        "religion",
        "ethnicity",
        "photo",
        "avatar",
        "house_number",
        "fax",
        "birth_place",
        "occupation",
    ]
)
"""Concepts that make a person likelier without proving one."""

_STAFF = frozenset(
    {"employee", "user", "doctor", "teacher", "driver", "author_person", "owner", "profile", "contact"}
)
"""People who act on rows that are about somebody or something else."""

_CATALOGUE = frozenset(["id", "code", "name", "number", "text", "type", "row_system"])

_LOOKUP_HEADS = frozenset({"type", "status", "code", "level", "reason"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What one table is about."""

    row: Row
    entity: Entity | None
    """The person, event or thing that the row is."""
    theme: str | None
    """The category of what the row says about a person, where nothing else explains a column."""
    subjects: str | None
    language: str
    firm: bool
    """Whether the table's name or several columns say so, rather than one hint."""


def profile(
    name: Reading, source: Reading, columns: Sequence[Column], language: str, vocabulary: Vocabulary
) -> Profile:
    """Judge a table by its name, the concepts among its columns and what they point at."""
    return _Judge(name, source, columns, language, vocabulary).profile()


class _Judge:
    def __init__(
        self, name: Reading, source: Reading, columns: Sequence[Column], language: str, vocabulary: Vocabulary
    ) -> None:
        self.name, self.source, self.columns = name, source, columns
        self.language, self.entities = language, vocabulary.entities
        found = {column.reading.concept.key for column in columns if column.reading.concept}
        self.telling = len(found & _TELLING)
        self.soft = len(found & _SOFT)
        self.subject = self._referenced(_STAFF, inside=False)
        self.staff = self._referenced(_STAFF, inside=True)

    def profile(self) -> Profile:
        """The first judgement that holds, from the table's name to its columns."""
        head = self._head()
        if self._is_lookup(head):
            return self._made("lookup", head, None, None, True)
        if head is not None and head.role == "person":
            return self._person(head)
        if head is not None and head.role == "event":
            return self._event(head)
        if self.telling >= 2 or (self.telling and self.soft >= 2):
            return self._made("person", None, *self._anyone(), firm=True)
        if head is not None and head.role in ("organisation", "system", "thing"):
            return self._other(head)
        if self.subject is not None:
            return self._made("about", None, self.subject.theme, self.subject.subjects, False)
        if self.staff is not None and self.staff.key in ("employee", "teacher", "doctor"):
            return self._made("event", None, None, self.staff.subjects, False)
        if self.telling or self.soft >= 2:
            return self._made("person", None, *self._anyone(), firm=False)
        return self._made("unknown", None, None, None, False)

    def _made(
        self, row: Row, entity: Entity | None, theme: str | None, subjects: str | None, firm: bool
    ) -> Profile:
        return Profile(row, entity, theme, subjects, self.language, firm)

    def _person(self, head: Entity) -> Profile:
        other = [self.entities[key] for key in self.name.events if self.entities[key].theme != "none"]
        if other and not self.telling:
            return self._made("about", other[0], other[0].theme, head.subjects, True)
        return self._made("person", head, head.theme, head.subjects, True)

    def _event(self, head: Entity) -> Profile:
        person = self._named_person() or self.subject
        if self.telling >= 2 and head.theme == "none":
            return self._made("person", head, *self._anyone(), firm=True)
        theme = head.theme
        if theme == "none" and person is not None:
            theme = person.theme
        subjects = person.subjects if person else self._staff_subjects(head)
        if person is not None or self.telling or self._staff_row(head):
            return self._made("about", head, theme, subjects, True)
        return self._made("event", head, theme, subjects, True)

    def _staff_row(self, head: Entity) -> bool:
        return self.staff is not None and (
            head.theme in ("employment", "special.health", "special.religion", "special.union")
            or head.key
            in (
                "payroll",
                "login_event",
                "newsletter_event",
                "credential_event",
                "review_event",
                "bank_event",
                "usage_event",
                "address_event",
                "phone_event",
                "email_event",
            )
            or self.staff.key == "user"
        )

    def _staff_subjects(self, head: Entity) -> str | None:
        return self.staff.subjects if self.staff is not None and self._staff_row(head) else None

    def _other(self, head: Entity) -> Profile:
        person = self._named_person()
        if person is not None and head.role != "system":
            return self._made("about", head, person.theme, person.subjects, False)
        if self.subject is not None and head.role == "thing":
            return self._made("about", head, self.subject.theme, self.subject.subjects, False)
        if self.subject is not None and head.key in ("log", "permission"):
            return self._made("about", head, "behaviour", self.subject.subjects, False)
        row: Row = (
            "organisation" if head.role == "organisation" else "thing" if head.role == "thing" else "system"
        )
        return self._made(row, head, None, None, True)

    def _anyone(self) -> tuple[str | None, str | None]:
        person = self._named_person() or self.subject
        if person is None:
            return "none", "unknown"
        return person.theme, person.subjects

    def _head(self) -> Entity | None:
        """What the table is called: the last word that names a kind of row."""
        for _, senses in reversed(self.name.known):
            entities = [
                self.entities[s.key] for s in senses if s.key in self.entities and s.role != "attribute"
            ]
            if entities:
                return self._preferred(entities)
        return None

    def _preferred(self, entities: list[Entity]) -> Entity:
        """Of several meanings of a table's word, the one that its columns speak for."""
        people = [entity for entity in entities if entity.role == "person"]
        events = [entity for entity in entities if entity.role == "event"]
        if people and (self.telling or self.soft or not events):
            return people[0]
        if events and (self.subject or self.staff or self.telling or self.soft):
            return events[0]
        others = [entity for entity in entities if entity.role not in ("person", "event")]
        return (others or events or people)[0]

    def _named_person(self) -> Entity | None:
        return self.entities[self.name.persons[0]] if self.name.persons else None

    def _referenced(self, staff: frozenset[str], inside: bool) -> Entity | None:
        """A person that a column refers to; `inside`: one of the staff, who act rather than are meant."""
        for column in self.columns:
            reading = column.target if column.target and column.target.persons else column.reading
            if not reading.persons or (
                column.reading.concept is not None and column.reading.concept.key == "actor"
            ):
                continue
            key = reading.persons[-1]
            if (key in staff) == inside and _refers(column):
                return self.entities[key]
        return None

    def _is_lookup(self, head: Entity | None) -> bool:
        if self.telling or self.subject is not None or self.soft >= 2:
            return False
        last = self.name.known[-1][1] if self.name.known else ()
        if any(s.role == "shape" and s.key in _LOOKUP_HEADS for s in last) and not self.staff:
            return True
        if head is not None and head.key in ("lookup", "tax_table"):
            return True
        if head is not None and head.role == "person":
            return False
        return len(self.columns) >= 2 and not self.staff and all(map(_catalogue_column, self.columns))


def _refers(column: Column) -> bool:
    """Whether a column that names a person holds a reference to one."""
    reading = column.reading
    if column.target is not None or column.shape == "link":
        return True
    if {"id", "number", "code"} & set(reading.shapes):
        return True
    if reading.concept is not None and reading.concept.key in ("person_number", "person_key"):
        return True
    return reading.concept is None and not reading.shapes and column.shape in ("number", "unknown")


def _catalogue_column(column: Column) -> bool:
    reading = column.reading
    if reading.concept is not None:
        return reading.concept.mode in ("never", "audit") or reading.concept.key in ("long_text", "note")
    return bool(reading.shapes) and set(reading.shapes) <= _CATALOGUE and not reading.persons
