"""Finds the known word that an unknown one shortens or inflects: mitgl, gndr, rueckst, inmunizaciones."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from catalog.classify.vocabulary import Sense, Vocabulary

_VOWELS = frozenset("aeiouy")
_ENDINGS = frozenset({
    "", "e", "n", "en", "er", "es", "s", "em", "ern", "in", "nen", "a", "o", "as", "os", "i", "ie", "ta", "ed", "ing",
    "ne", "te", "ten", "ung", "ungen", "u", "ow", "ami", "ach", "om", "ej", "ych", "ego", "al", "ale", "ais",
})  # fmt: skip
"""What inflection leaves at the end of a word in the languages of the vocabulary."""

_PLURALS = ("s", "n", "en", "es", "e")

_CLOSED = frozenset({
    "ct", "st", "nt", "ts", "ss", "nd", "rd", "ld", "ng", "rm", "rk", "ck", "lt", "rt", "ll", "ls", "ns", "rs", "ks",
    "ch", "sh", "th", "ff", "tt", "nn", "mm", "lz", "nz", "tz", "rz", "ds", "ms", "ps", "gs", "bs", "nk", "lk", "ft", "pt",
})  # fmt: skip
"""What whole words end in: a word cut short ends in the midst of a syllable (mitgl, descr)."""

_MEANING = frozenset({"attribute", "person", "event", "organisation", "thing", "system", "shape"})


class Stems:
    """Looks up shortened and inflected words; only where all words that fit mean the same."""

    def __init__(self, lexicon: Mapping[str, Sequence[Sense]]) -> None:
        self._lexicon = lexicon
        self._words = sorted(word for word in lexicon if len(word) > 3 and word.isalpha())
        self._skeletons: dict[str, list[tuple[str, str]]] = {}
        for word in self._words:
            self._skeletons.setdefault(word[0], []).append((skeleton(word), word))

    def known(self, word: str) -> str | None:
        """The known word that this unknown one stands for, if there is only one meaning to it."""
        if len(word) >= 6 and (found := self._agreed(self._inflections(word))):
            return found
        if len(word) >= 4 and _VOWELS.isdisjoint(word):
            return self._agreed(self._by_skeleton(word))
        if len(word) >= 4 and _VOWELS.isdisjoint(word[-2:]) and word[-2:] not in _CLOSED:
            longer = self._longer(word)
            return self._agreed(longer) if all(other[len(word)] in _VOWELS for other in longer) else None
        return None

    def _agreed(self, words: Sequence[str]) -> str | None:
        """The shortest of the words if they share a meaning."""
        shared: set[tuple[str, str]] | None = None
        for word in words:
            means: set[tuple[str, str]] = {(s.role, s.key) for s in self._lexicon[word] if s.role in _MEANING}
            shared = means if shared is None else shared & means
            if not shared:
                return None
        return min(words, key=len) if shared else None

    def _longer(self, start: str) -> list[str]:
        first = bisect_left(self._words, start)
        found = []
        for word in self._words[first : first + 200]:
            if not word.startswith(start):
                break
            found.append(word)
        return found

    def _inflections(self, word: str) -> list[str]:
        """Known words with the same stem, from which both differ by an ending only."""
        stem = word[: max(5, len(word) - 3)]
        found = []
        for other in self._longer(stem):
            shared = _shared(word, other)
            plural = shared == 5 and other == word[:5] and word[5:] in _PLURALS
            if plural or (shared > 5 and word[shared:] in _ENDINGS and other[shared:] in _ENDINGS):
                found.append(other)
        return found

    def _by_skeleton(self, word: str) -> list[str]:
        entries = self._skeletons.get(word[0], ())
        return [known for bones, known in entries if len(bones) <= len(word) + 2 and _within(word, bones)]


@lru_cache(maxsize=4)
def stems_of(vocabulary: Vocabulary) -> Stems:
    """The stems of a vocabulary, made once for it."""
    return Stems(vocabulary.lexicon)


def skeleton(word: str) -> str:
    """The word without its vowels, but for a first one; double letters once: gender -> gndr."""
    bones = word[0]
    for sign in word[1:]:
        if sign not in _VOWELS and sign != bones[-1]:
            bones += sign
    return bones


def _within(short: str, long: str) -> bool:
    """Whether the letters of the one stand in the other in order, with the same last one."""
    if short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(sign in rest for sign in short)


def _shared(word: str, other: str) -> int:
    """How many letters two words begin with alike."""
    number = 0
    for one, two in zip(word, other, strict=False):
        if one != two:
            break
        number += 1
    return number
