"""What one table is about, as the judgement of its name and columns leaves it."""

from dataclasses import dataclass
from typing import Literal

from catalog.classify.vocabulary import Entity

Row = Literal["person", "about", "event", "organisation", "thing", "system", "lookup", "unknown"]


@dataclass(frozen=True)
class Profile:
    """What one table is about."""

    row: Row
    entity: Entity | None
    """The person, event or thing that the row is."""
    theme: str | None
    """The category of what the row says about a person, where nothing else explains a column."""
    subjects: str | None
    domains: frozenset[str]
    words: frozenset[str]
    """The words of the table's own name: its key is called after them."""
    firm: bool
    """Whether the table's name or several columns say so, rather than one hint."""
    keyed: bool = False
    """Whether a column is plainly the key of the person that a row is."""
    reachable: bool = False
    """Whether a column holds a telephone number or an e-mail address."""
    addressed: bool = False
    """Whether a column holds a street, a town or a post code."""
    detail: bool = False
    """Whether another column holds the key of the person that the row describes."""
    linked: bool = False
    """Whether any column names or refers to a person."""

    def __post_init__(self) -> None:
        """Hash once: the same profile is looked up for every column."""
        parts = (self.row, self.entity and self.entity.key, self.theme, self.subjects, self.domains)
        object.__setattr__(
            self,
            "_hash",
            hash(
                (
                    parts,
                    self.words,
                    self.firm,
                    self.keyed,
                    self.reachable,
                    self.addressed,
                    self.detail,
                    self.linked,
                )
            ),
        )

    def __hash__(self) -> int:
        """The hash made at the start."""
        return int(self.__dict__["_hash"])
