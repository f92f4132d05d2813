"""The answer on one column, and the few ways to make one."""

from dataclasses import dataclass
from typing import Literal

from catalog.classify.vocabulary import Concept, Entity

SPECIAL = ("special.", "criminal")
"""How the keys of categories begin that Art. 9 or 10 GDPR protects."""


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


def none(rule: str, personal: float, concept: Concept | None = None, entity: Entity | None = None) -> Answer:
    """Not personal; `personal` is the probability that it is after all."""
    return Answer("none", rule, personal, 1 - personal, concept, entity)
