"""What a table's row is: a person, something about one, an organisation, a thing, configuration."""

from collections.abc import Sequence

from catalog.classify.columns import Column
from catalog.classify.fields import OF_CATEGORY, THEME
from catalog.classify.names import Reading
from catalog.classify.rows import Profile, Row
from catalog.classify.sight import Sight
from catalog.classify.telling import (
    FLUID,
    GENERIC,
    OWNED,
    REACH,
    STAFF_EVENTS,
    TOLD,
    refers,
)
from catalog.classify.vocabulary import Entity, Vocabulary


def profile(name: Reading, source: Reading, columns: Sequence[Column], vocabulary: Vocabulary) -> Profile:
    """Judge a table by its name, the concepts among its columns and what they point at."""
    return _Judge(name, source, columns, vocabulary).profile()


class _Judge(Sight):
    """Judges one table by what is seen in it."""

    def profile(self) -> Profile:
        """The first judgement that holds, from the table's name to its columns."""
        head = self.head()
        if self.is_lookup(head):
            return self._made("lookup", head, None, None, True)
        if (head is None or head.role not in ("person", "event")) and self.values():
            return self._made("lookup", head, None, None, False)
        if head is not None and head.role == "person":
            return self._person(head)
        if head is not None and head.role == "event":
            return self._event(head)
        if self.telling >= 2 or (self.telling and self.soft >= 2):
            return self._made("person", None, *self._anyone(), firm=True)
        if head is not None:
            return self._other(head)
        return self._nameless()

    def _nameless(self) -> Profile:
        """A table whose name says nothing of its row."""
        theme = self._named_theme()
        if theme == "name":
            acting = self.name.concept is not None and self.name.concept.key == "official_name"
            whose = ("employment", "employee") if acting else self._anyone()
            return self._made("person", None, *whose, firm=False)
        if self.subject is not None:
            theme = theme or self._field() or self.subject.theme
            return self._made("about", None, theme, self.subject.subjects, False)
        if theme is not None and (self.wares() or self.listed() or self.measured(theme)):
            return self._made("thing", None, None, None, False)
        if theme is not None:
            return self._made("about" if self.staff else "event", None, theme, self._staff_subjects(), True)
        if self.staff is not None and self.goods:
            return self._made("thing", None, None, None, False)
        if self.staff is not None and self.staff.key in ("employee", "teacher", "doctor"):
            return self._made("about", None, "employment", self.staff.subjects, False)
        if self.staff is not None:
            return self._made("about", None, "none", self.staff.subjects, False)
        if self.telling or self.soft >= 2:
            return self._made("person", None, *self._anyone(), firm=False)
        if self.tracks():
            return self._made("event", None, "location", None, False)
        return self._made("unknown", None, None, None, False)

    def _made(
        self, row: Row, entity: Entity | None, theme: str | None, subjects: str | None, firm: bool
    ) -> Profile:
        words = frozenset(self.name.words)
        return Profile(
            row,
            entity,
            theme,
            subjects,
            self.domains,
            words,
            firm,
            self._keyed(row),
            self.reachable,
            self.addressed,
            row == "person" and self._detail(entity),
            self.linked,
        )

    def _detail(self, entity: Entity | None) -> bool:
        """Whether a row describes further somebody whose own row stands elsewhere."""
        if self.subject is not None:
            return entity is None or entity.key in GENERIC
        keys = sum("id" in column.reading.shapes or column.target is not None for column in self.columns)
        return entity is None and not self.named_by and keys > 1

    def _keyed(self, row: Row) -> bool:
        if row != "person":
            return True
        return any(
            (column.reading.concept is not None and column.reading.concept.key == "person_number")
            or (
                column.reading.concept is None
                and "id" in column.reading.shapes
                and not column.reading.unknown
                and not self.elsewhere(column.reading)
            )
            for column in self.columns
        )

    def _person(self, head: Entity) -> Profile:
        said = self.name.concept
        if said is not None and said.mode == "own" and said.category in OF_CATEGORY and self.telling < 2:
            return self._made("about", head, said.category, head.subjects, True)
        other = [self.entities[key] for key in self.name.events if self.entities[key].theme != "none"]
        if other and not self.telling:
            return self._made("about", other[0], other[0].theme, head.subjects, True)
        if self._links(head):
            return self._made("about", head, head.theme, head.subjects, False)
        theme = head.theme
        if theme == "none" and head.key != "user":
            theme = self._field() or theme
        return self._made("person", head, theme, head.subjects, True)

    def _links(self, head: Entity) -> bool:
        """Whether the table only ties people to something: kinder_schlagwoerter, employee_territories."""
        if self.telling or self.soft or len(self.name.words) < 2:
            return False
        other = (
            len(self.name.words) - len(self.name.persons) - len(self.name.qualifiers) - len(self.name.shapes)
        )
        return other > 0 and any(
            head.key in column.reading.persons and refers(column) for column in self.columns
        )

    def _theme(self, head: Entity) -> str | None:
        """What an event says of people, by its kind and its field: a survey on politics, a finding on genes."""
        if head.key == "survey_event" and "politics" in self.named:
            return "special.political"
        if head.key == "health_event" and self.genetic():
            return "special.genetic"
        return head.theme

    def _event(self, head: Entity) -> Profile:
        if head.key in ("usage_event", "booking", "payment_event") and self.ledger():
            return self._made("thing", head, None, None, False)
        if self.listed() and head.theme in OF_CATEGORY:
            return self._made("lookup", head, None, None, False)
        if head.key in REACH and self.name.organisations and not (self.name.persons or self.subject):
            return self._made("organisation", head, None, None, True)
        person = self.named_person() or self.subject
        if head.key == "address_event" and self.telling and self.reachable:
            return self._made("person", head, *self._anyone(), firm=True)
        if self.telling >= 2 and head.theme == "none":
            return self._made("person", head, *self._anyone(), firm=True)
        theme = self._theme(head)
        if head.key in FLUID:
            theme = self._field(said=head.key not in TOLD) or theme
        if theme == "none" and person is not None:
            theme = person.theme
        subjects = person.subjects if person else self._staff_subjects(head)
        if person is not None or self.telling or self._staff_row(head):
            return self._made("about", head, theme, subjects, True)
        return self._made("event", head, theme, subjects, True)

    def _field(self, said: bool = True) -> str | None:
        """The special category of the field of life (`said`: also by its columns), if it is exactly one."""
        for fields in (self.narrow, self.domains) if said else (self.named,):
            themes = {THEME[field] for field in fields if field in THEME}
            if themes:
                return themes.pop() if len(themes) == 1 else None
        return None

    def _named_theme(self) -> str | None:
        """What the table is called after, where that is an attribute of people: Sprachkenntnisse."""
        concept = self.name.concept
        if concept is None or concept.mode not in ("own", "contact"):
            return None
        return concept.category

    def _staff_row(self, head: Entity) -> bool:
        return self.staff is not None and (
            head.theme in ("employment", "special.health", "special.religion", "special.union")
            or head.key in STAFF_EVENTS
            or self.staff.key == "user"
        )

    def _staff_subjects(self, head: Entity | None = None) -> str | None:
        if self.staff is None or (head is not None and not self._staff_row(head)):
            return None
        return self.staff.subjects

    def _other(self, head: Entity) -> Profile:
        person = self.named_person()
        if head.key == "lookup" and person is not None and self.subject is not None:
            return self._made("about", head, person.theme, person.subjects, False)
        if person is not None and head.role != "system":
            return self._made("about", head, person.theme, person.subjects, False)
        theme = self._named_theme()
        if head.role == "thing" and theme in OF_CATEGORY and not (self.goods or self.wares()):
            return self._made("event", None, theme, self._staff_subjects(), True)
        if self.subject is not None and head.key in OWNED:
            theme = self._field() or self.subject.theme
            return self._made("about", head, theme, self.subject.subjects, False)
        if self.telling and head.key == "document":
            return self._made("about", head, self._field() or "none", "unknown", False)
        if self.subject is not None and head.key == "config":
            # Settings that refer to a person are that person's: the allergy filter of a customer
            return self._made(
                "about", head, self._field() or self.subject.theme, self.subject.subjects, False
            )
        if self.subject is not None and head.key in ("log", "permission"):
            return self._made("about", head, "behaviour", self.subject.subjects, False)
        row: Row = "system" if head.role == "system" else "thing" if head.role == "thing" else "organisation"
        return self._made(row, head, None, None, True)

    def _anyone(self) -> tuple[str | None, str | None]:
        person = self.named_person() or self.subject
        if person is None:
            return self._field() or "none", "unknown"
        return person.theme, person.subjects
