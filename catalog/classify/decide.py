"""Decides one column from its reading and its table: the first rule that speaks."""

from catalog.classify.answers import Answer
from catalog.classify.columns import Column
from catalog.classify.keys import actor, foreign, keyless, nobody, own_key
from catalog.classify.meanings import concept_of, of_another
from catalog.classify.rows import Profile
from catalog.classify.shapes import named, shaped, unexplained
from catalog.classify.vocabulary import Vocabulary

_RULES = (actor, own_key, nobody, foreign, of_another, concept_of, keyless, named, shaped)


def decide(column: Column, table: Profile, vocabulary: Vocabulary) -> Answer:
    """The answer of the first rule that speaks about the column in this table."""
    for rule in _RULES:
        answer = rule(column, table, vocabulary)
        if answer is not None:
            return answer
    return unexplained(column, table)
