"""What a table's row is: a person, something about one, an organisation, a thing, configuration."""

from collections.abc import Sequence

from catalog.classify import domains
from catalog.classify.catalogues import describes
from catalog.classify.columns import Column
from catalog.classify.fields import OF_CATEGORY, THEME
from catalog.classify.keys import alike
from catalog.classify.names import Reading
from catalog.classify.rows import Profile, Row
from catalog.classify.telling import (
    ENTITY_ROLES,
    FLUID,
    GENERIC,
    IMPERSONAL,
    LOOKUP_HEADS,
    NAMING,
    NOBODY,
    OWNED,
    REACH,
    SOFT,
    SOFT_VALUES,
    STAFF,
    STAFF_EVENTS,
    TELLING,
    TELLING_VALUES,
    TOLD,
    catalogue_column,
    refers,
)
from catalog.classify.vocabulary import Entity, Vocabulary


def profile(name: Reading, source: Reading, columns: Sequence[Column], vocabulary: Vocabulary) -> Profile:
    """Judge a table by its name, the concepts among its columns and what they point at."""
    return _Judge(name, source, columns, vocabulary).profile()


class _Judge:
    def __init__(
        self, name: Reading, source: Reading, columns: Sequence[Column], vocabulary: Vocabulary
    ) -> None:
        self.name, self.columns, self.entities = name, columns, vocabulary.entities
        self.vocabulary = vocabulary
        self.said = domains.of_columns(columns)
        self.narrow = domains.of_name(name, vocabulary) | self.said
        self.named = domains.of_name(name, vocabulary) | domains.of_name(source, vocabulary)
        self.domains = self.narrow | self.named
        found = {
            column.reading.concept.key: column.reading.concept
            for column in columns
            if column.reading.concept is not None and self._counts(column)
        }
        self.telling = len(found.keys() & TELLING)
        self.soft = len(found.keys() & SOFT) + sum(
            concept.mode == "own" and key not in TELLING and key not in IMPERSONAL
            for key, concept in found.items()
        )
        self.reachable = bool(found.keys() & {"phone", "mobile", "email"})
        self.addressed = bool(found.keys() & {"street", "city", "postcode", "address", "country"})
        self.goods = "goods" in found
        shown = {column.evidence.kind for column in columns if column.reading.concept is None}
        self.telling += len(shown & TELLING_VALUES)
        self.soft += len(shown & SOFT_VALUES)
        self.subject = self._referenced(inside=False)
        self.staff = self._referenced(inside=True)
        self.named_by = bool(found.keys() & NAMING)
        self.linked = bool(
            self.telling or self.subject or self.staff or self.reachable or found.keys() & SOFT
        )

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
        if theme is not None and (self._wares() or self._listed() or self._measured(theme)):
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
        if self._tracks():
            return self._made("event", None, "location", None, False)
        return self._made("unknown", None, None, None, False)

    def _tracks(self) -> bool:
        """Whether a row says where something was at a time: the track of whoever drove."""
        keys = {column.reading.concept.key for column in self.columns if column.reading.concept is not None}
        timed = any(
            "time" in column.reading.shapes or "update_time" in (column.reading.concepts)
            for column in self.columns
        )
        named = any("name" in column.reading.shapes for column in self.columns)
        return bool(keys & {"latitude", "coordinates"}) and timed and not named

    def _genetic(self) -> bool:
        """Whether findings are those of genes: the name says so, or two columns do."""
        genes = [self.name.concept, *[column.reading.concept for column in self.columns]]
        found = [gene for gene in genes if gene is not None and gene.category == "special.genetic"]
        return len(found) >= 2 or (bool(found) and found[0] is self.name.concept)

    def _listed(self) -> bool:
        """Whether a table that leads to nobody lists what there is."""
        return not self.linked and describes(self.columns)

    def _measured(self, theme: str) -> bool:
        """Whether a table only bears the name of something about people: gesundheitsamt, tank_temp."""
        told = any(
            column.reading.concept is not None and column.reading.concept.category == theme
            for column in self.columns
        )
        return theme in OF_CATEGORY and not (self.linked or told)

    def _wares(self) -> bool:
        """Whether a table called after medicines lists them, rather than who takes them."""
        concept = self.name.concept
        if concept is None or concept.key not in ("medication", "vaccination", "diet", "aid"):
            return False
        return self.staff is None and not any(column.shape == "date" for column in self.columns)

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
                and not self._elsewhere(column.reading)
            )
            for column in self.columns
        )

    def _elsewhere(self, reading: Reading) -> bool:
        """Whether a key is called after another person or something else than the person that the row is."""
        other = reading.persons and not set(reading.persons) & set(self.name.persons)
        return bool(other or reading.things or reading.events or reading.organisations)

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

    def _event(self, head: Entity) -> Profile:
        if self._listed() and head.theme in OF_CATEGORY:
            return self._made("lookup", head, None, None, False)
        if head.key in REACH and self.name.organisations and not (self.name.persons or self.subject):
            return self._made("organisation", head, None, None, True)
        person = self._named_person() or self.subject
        if self.telling >= 2 and head.theme == "none":
            return self._made("person", head, *self._anyone(), firm=True)
        theme = head.theme
        if head.key == "survey_event" and "politics" in self.named:
            theme = "special.political"
        if head.key == "health_event" and self._genetic():
            theme = "special.genetic"
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
        person = self._named_person()
        if head.key == "lookup" and person is not None and self.subject is not None:
            return self._made("about", head, person.theme, person.subjects, False)
        if person is not None and head.role != "system":
            return self._made("about", head, person.theme, person.subjects, False)
        theme = self._named_theme()
        if head.role == "thing" and theme in OF_CATEGORY and not (self.goods or self._wares()):
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
        person = self._named_person() or self.subject
        if person is None:
            return self._field() or "none", "unknown"
        return person.theme, person.subjects

    def _head(self) -> Entity | None:
        """What the table is called: the last word that names a kind of row."""
        for _, senses in reversed(self.name.known):
            entities = [self.entities[sense.key] for sense in senses if sense.role in ENTITY_ROLES]
            if entities:
                return self._preferred(entities)
        return None

    def _preferred(self, entities: list[Entity]) -> Entity:
        """Of several meanings of a table's word, the one that its columns speak for."""
        people = [entity for entity in entities if entity.role == "person"]
        events = [entity for entity in entities if entity.role == "event"]
        others = [entity for entity in entities if entity.role not in ("person", "event")]
        if others and "crime" not in self.domains:
            events = [entity for entity in events if entity.theme != "criminal"]
        if people and (self.telling or self.soft or not (events or others)):
            return people[0]
        if events and (self.subject or self.staff or self.telling or self.soft or self.said):
            return events[0]
        return (others or events or people)[0]

    def _named_person(self) -> Entity | None:
        return self.entities[self.name.persons[0]] if self.name.persons else None

    def _referenced(self, inside: bool) -> Entity | None:
        """A person that a column refers to; `inside`: one of the staff, who act rather than are meant."""
        for column in self.columns:
            reading = column.target if column.target and column.target.persons else column.reading
            concept = column.reading.concept
            if not reading.persons or (concept is not None and concept.key in NOBODY):
                continue
            key = reading.persons[-1]
            if (key in STAFF) == inside and refers(column):
                return self.entities[key]
        return None

    def _is_lookup(self, head: Entity | None) -> bool:
        if self.telling or self.subject is not None or self.soft >= 2:
            return False
        last = self.name.known[-1][1] if self.name.known else ()
        if any(s.role == "shape" and s.key in LOOKUP_HEADS for s in last) and not self.staff:
            return True
        happened = head is not None and head.role == "event" and head.key in self.name.tail
        if self.name.tail & {"lookup", "type", "status"} and not self.staff and not happened:
            return True
        if head is not None and head.key in ("lookup", "tax_table"):
            return True
        if head is not None and head.role == "person":
            return False
        return (
            len(self.columns) >= 2
            and not self.staff
            and all(
                catalogue_column(column) or self._own(column) or self._entry(column)
                for column in self.columns
            )
        )

    def _counts(self, column: Column) -> bool:
        """Whether a column may show a row to be a person: not the table's own key, nor a company's contact."""
        contact = "contact" in column.reading.persons and "contact" not in self.name.persons
        return not contact and not self._own(column) and not self._entry(column)

    def _entry(self, column: Column) -> bool:
        """Whether a column is called as the table is: `gewerkschaft` in `gewerkschaften` is an entry's name."""
        if column.first or column.shape in ("date", "flag", "blob") or column.target is not None:
            return False
        own = self.name.words
        return bool(own) and all(any(alike(word, other) for other in own) for word in column.reading.words)

    def _own(self, column: Column) -> bool:
        """Whether a column is the key that is called after the table."""
        reading = column.reading
        return "id" in reading.shapes and any(
            alike(word, own) for word in reading.words for own in self.name.words
        )
