"""What can be seen in a table before it is judged: whom it refers to, what it lists, whether it measures."""

from collections.abc import Sequence

from catalog.classify import domains
from catalog.classify.catalogues import describes
from catalog.classify.columns import Column
from catalog.classify.fields import OF_CATEGORY
from catalog.classify.keys import alike, counts_people
from catalog.classify.names import Reading
from catalog.classify.telling import (
    ENTITY_ROLES,
    IMPERSONAL,
    LOOKUP_HEADS,
    NAMING,
    NOBODY,
    SOFT,
    SOFT_VALUES,
    STAFF,
    TELLING,
    TELLING_VALUES,
    catalogue_column,
    refers,
)
from catalog.classify.vocabulary import Entity, Vocabulary

_SHORT_LIST = 8
"""A list of values has no more columns than this."""


class Sight:
    """One table with what its name and columns show at first sight."""

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
            if column.reading.concept is not None and self.counts(column)
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
        self.subject = self.referenced(inside=False)
        self.staff = self.referenced(inside=True)
        self.named_by = bool(found.keys() & NAMING)
        self.linked = bool(
            self.telling or self.subject or self.staff or self.reachable or found.keys() & SOFT
        )

    def tracks(self) -> bool:
        """Whether a row says where something was at a time: the track of whoever drove."""
        keys = {column.reading.concept.key for column in self.columns if column.reading.concept is not None}
        timed = any(
            "time" in column.reading.shapes or "update_time" in (column.reading.concepts)
            for column in self.columns
        )
        named = any("name" in column.reading.shapes for column in self.columns)
        return bool(keys & {"latitude", "coordinates"}) and timed and not named

    def genetic(self) -> bool:
        """Whether findings are those of genes: the name says so, or two columns do."""
        genes = [self.name.concept, *[column.reading.concept for column in self.columns]]
        found = [gene for gene in genes if gene is not None and gene.category == "special.genetic"]
        return len(found) >= 2 or (bool(found) and found[0] is self.name.concept)

    def values(self) -> bool:
        """Whether a table without anybody in it lists values, even such as only people have: nationalities."""
        led = self.subject is not None or self.staff is not None or self.reachable or self.named_by
        return not led and self.telling == 1 and describes(self.columns) and len(self.columns) <= _SHORT_LIST

    def ledger(self) -> bool:
        """Whether an event is a line of accounts, or the reading of a meter that leads to nobody."""
        keys = [column.reading.concept.key for column in self.columns if column.reading.concept is not None]
        metered = any("machine" in column.reading.things for column in self.columns)
        return not self.linked and (keys.count("ledger") + keys.count("vat") >= 2 or metered)

    def listed(self) -> bool:
        """Whether a table that leads to nobody lists what there is."""
        return not self.linked and describes(self.columns)

    def measured(self, theme: str) -> bool:
        """Whether a table only bears the name of something about people: gesundheitsamt, tank_temp."""
        told = any(
            column.reading.concept is not None and column.reading.concept.category == theme
            for column in self.columns
        )
        return theme in OF_CATEGORY and not (self.linked or told)

    def wares(self) -> bool:
        """Whether a table called after medicines lists them, rather than who takes them."""
        concept = self.name.concept
        if concept is None or concept.key not in ("medication", "vaccination", "diet", "aid"):
            return False
        return self.staff is None and not any(column.shape == "date" for column in self.columns)

    def elsewhere(self, reading: Reading) -> bool:
        """Whether a key is called after another person or something else than the person that the row is."""
        other = reading.persons and not set(reading.persons) & set(self.name.persons)
        return bool(other or reading.things or reading.events or reading.organisations)

    def head(self) -> Entity | None:
        """What the table is called: the last word that names a kind of row."""
        for _, senses in reversed(self.name.known):
            entities = [self.entities[sense.key] for sense in senses if sense.role in ENTITY_ROLES]
            if entities:
                return self.preferred(entities)
        return None

    def preferred(self, entities: list[Entity]) -> Entity:
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

    def named_person(self) -> Entity | None:
        """The person that the table's name speaks of."""
        return self.entities[self.name.persons[0]] if self.name.persons else None

    def referenced(self, inside: bool) -> Entity | None:
        """A person that a column refers to; `inside`: one of the staff, who act rather than are meant."""
        for column in self.columns:
            reading = column.target if column.target and column.target.persons else column.reading
            concept = column.reading.concept
            if (
                not reading.persons
                or (concept is not None and concept.key in NOBODY)
                or counts_people(column.reading)
            ):
                continue
            key = reading.persons[-1]
            if (key in STAFF) == inside and refers(column):
                return self.entities[key]
        return None

    def is_lookup(self, head: Entity | None) -> bool:
        """Whether the table is a list of values by its name, or by having nothing but such columns."""
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
                catalogue_column(column) or self.own(column) or self.entry(column) for column in self.columns
            )
        )

    def counts(self, column: Column) -> bool:
        """Whether a column may show a row to be a person: not the table's own key, nor a company's contact."""
        contact = "contact" in column.reading.persons and "contact" not in self.name.persons
        return not contact and not self.own(column) and not self.entry(column)

    def entry(self, column: Column) -> bool:
        """Whether a column is called as the table is: `gewerkschaft` in `gewerkschaften` is an entry's name."""
        if column.first or column.shape in ("date", "flag", "blob") or column.target is not None:
            return False
        own = self.name.words
        return bool(own) and all(any(alike(word, other) for other in own) for word in column.reading.words)

    def own(self, column: Column) -> bool:
        """Whether a column is the key that is called after the table."""
        reading = column.reading
        return "id" in reading.shapes and any(
            alike(word, own) for word in reading.words for own in self.name.words
        )
