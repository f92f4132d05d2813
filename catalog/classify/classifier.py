"""The classifier: which described columns hold personal data, whose, of which category, and why."""

from collections.abc import Sequence
from functools import lru_cache

from catalog.classify.judge import Judge
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.version import rules_version
from catalog.classify.vocabulary import Vocabulary, standard

RULES_VERSION = rules_version(standard())
"""Changes whenever a rule or a word changes: what an older one found is examined again."""


def classify(columns: Sequence[ColumnDescription], vocabulary: Vocabulary | None = None) -> list[Verdict]:
    """One verdict per column, in order; columns of one (source, table) are judged together.

    `vocabulary` is ours unless a company's own words were added (catalog.classify.company).
    """
    judge = _judge(vocabulary or standard())
    if judge.full():
        forget()
        judge = _judge(vocabulary or standard())
    return judge.verdicts(columns)


def forget() -> None:
    """Drop what was remembered of names read so far; only speed depends on it."""
    _judge.cache_clear()


@lru_cache(maxsize=4)
def _judge(vocabulary: Vocabulary) -> Judge:
    return Judge(vocabulary)
