"""What is written like a word that nothing is called: the nearest among the distinct words of some sources."""

import re
from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity

from catalog.fields.asking import fold
from catalog.fields.models import FieldWord
from catalog.fields.planning import planned

# Finds two letters that changed places in a word of twelve; PostgreSQL's 0.6 would not
_ALIKE = "0.45"
_CANDIDATES = 60
_MOST = 8
# What is less than half as near as the best is a chance likeness, and would cost a search of its own
_NEAR_THE_BEST = 0.5
_WORDS = re.compile(r"[^\W_]+")


def written_alike(sources: Collection[UUID], word: str) -> tuple[str, ...]:
    """Return the word itself where these sources use it, else the nearest that they use, best first.

    Only the sources that the reader may see are asked: neither a hit nor its absence tells of others.
    """
    spelt = " ".join(_WORDS.findall(fold(word)))
    words = FieldWord.objects.filter(source__in=sources)
    if not spelt:
        return ()
    if words.filter(word__contains=spelt).exists():
        return (spelt,)
    near = words.filter(word__trigram_word_similar=spelt).annotate(whole=TrigramSimilarity("word", spelt))
    found = near.values_list("word", "whole").distinct().order_by("-whole", "word")[:_CANDIDATES]
    # PostgreSQL holds comparing every word to be cheap; it takes fifty times what the index takes
    with planned({"pg_trgm.word_similarity_threshold": _ALIKE, "enable_seqscan": "off"}):
        rows = list(found)
    return _shortest([one for one, whole in rows if whole >= rows[0][1] * _NEAR_THE_BEST])


def _shortest(words: list[str]) -> tuple[str, ...]:
    """Leave out what a nearer word finds as well: "geburtsdatum kunde" beside "geburtsdatum"."""
    kept: list[str] = []
    for one in words:
        if not any(other in one for other in kept):
            kept.append(one)
    return tuple(kept[:_MOST])
