"""A column made ready for judging: its reading, the shape of its type, what it points at."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.classify.names import Reading
from catalog.classify.values.evidence import NOTHING, Evidence

Shape = Literal["flag", "number", "decimal", "date", "text", "long", "blob", "link", "unknown"]

_TYPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("flag", re.compile(r"bool|^bit\b|tinyint\(1\)|logical|ja/nein|yes/no")),
    ("link", re.compile(r"^link|many2one|^foreign|reference|^fk\b|relation|^m2o")),
    ("date", re.compile(r"date|time|year|interval|datum|^dats|^tims")),
    ("blob", re.compile(r"blob|binary|bytea|image|^raw|oid|bfile")),
    (
        "decimal",
        re.compile(r"numeric|decimal|float|double|real|money|currency|^curr|^dec|^quan|number\(\d+, *[1-9]"),
    ),
    ("number", re.compile(r"int|serial|number|^numc|autonum|counter|identity|^long$|uuid|uniqueident|guid")),
    ("long", re.compile(r"text|clob|memo|json|xml|varchar\((?:[5-9]\d\d|\d{4,}|max)\)|longvar|html|wysiwyg")),
    ("text", re.compile(r"char|string|enum|set\(|varying|citext|str|object|url|email|phone")),
)


@lru_cache(maxsize=4096)
def shape_of(type_name: str | None) -> Shape:
    """What kind of values a type holds, across dialects."""
    if not type_name:
        return "unknown"
    name = type_name[:80].lower()
    for shape, pattern in _TYPES:
        if pattern.search(name):
            return shape
    return "unknown"


@dataclass(slots=True)
class Column:
    """One described column with what its name, type and foreign key say."""

    reading: Reading
    shape: Shape
    target: Reading | None
    """The reading of the table that the foreign key points at."""
    first: bool = False
    """Whether it is the first of its table, where a table's own key stands."""
    evidence: Evidence = NOTHING
    """What its sampled values show."""
