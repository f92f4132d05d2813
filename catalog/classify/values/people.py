"""The words that show people among values: first names, surnames, towns, religions, genders."""

import tomllib
from functools import cache
from importlib import resources

from catalog.classify.tokens import fold


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind, lower case, with and without umlauts."""
    found: set[str] = set()
    for word in _texts()[kind].split():
        found.update((word, fold(word)))
    return frozenset(found)


@cache
def _texts() -> dict[str, str]:
    path = resources.files(__package__) / "people.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
