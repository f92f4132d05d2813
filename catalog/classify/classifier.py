"""The classifier: which described columns hold personal data, whose, of which category, and why."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from catalog.classify.columns import Column, shape_of
from catalog.classify.decide import Answer, decide
from catalog.classify.names import Reader, Reading
from catalog.classify.reasons import reasons
from catalog.classify.tables import Profile, profile
from catalog.classify.types import ColumnDescription, Verdict
from catalog.classify.vocabulary import Vocabulary, standard
from consent.law.categories import CATEGORIES, Subjects

RULES_VERSION = f"1-{standard().fingerprint}"
"""Changes whenever a rule or a word changes: what an older one found is examined again."""

_FORMAT = re.compile(
    r"\.(csv|tsv|txt|jsonl?|ndjson|parquet|arrow|feather|xlsx?|gz|zip)(?=$|[.#])", re.IGNORECASE
)
"""What a file's name ends in says how it is written, not what it holds."""


def classify(columns: Sequence[ColumnDescription], vocabulary: Vocabulary | None = None) -> list[Verdict]:
    """One verdict per column, in order; columns of one (source, table) are judged together."""
    reader = _reader(vocabulary or standard())
    tables: dict[tuple[str, str], list[int]] = {}
    for place, column in enumerate(columns):
        tables.setdefault((column.source, column.table), []).append(place)
    verdicts: list[Verdict | None] = [None] * len(columns)
    for places in tables.values():
        found = _judge([columns[place] for place in places], reader)
        for place, verdict in zip(places, found, strict=True):
            verdicts[place] = verdict
    return [verdict for verdict in verdicts if verdict is not None]


@cache
def _reader(vocabulary: Vocabulary) -> Reader:
    return Reader(vocabulary)


def _judge(descriptions: Sequence[ColumnDescription], reader: Reader) -> list[Verdict]:
    """The verdicts on one table's columns."""
    first = descriptions[0]
    prefix = _shared_prefix([description.column for description in descriptions], reader)
    names = _unhungarian([_without(description.column, prefix) for description in descriptions])
    language = _language([first.table, *names], reader)
    columns = [
        Column(
            description,
            reader.read(name, language),
            shape_of(description.type),
            _target(description, reader, language),
        )
        for name, description in zip(names, descriptions, strict=True)
    ]
    table = profile(
        reader.read(_table_name(first.table, prefix), language),
        reader.read(first.source, language),
        columns,
        reader.vocabulary,
    )
    return [_verdict(column, table, decide(column, table, reader.vocabulary)) for column in columns]


def _target(description: ColumnDescription, reader: Reader, language: str) -> Reading | None:
    if not description.references:
        return None
    return reader.read(description.references.rsplit(".", 1)[0], language)


def _shared_prefix(names: Sequence[str], reader: Reader) -> str:
    """Letters that a vendor puts before every column without a separator (OXFNAME, OXCITY)."""
    if len(names) < 4:
        return ""
    for length in (4, 3, 2):
        start = names[0][:length]
        if len(start) == length and start.isalpha() and (start.isupper() or start.islower()):
            same = sum(name.startswith(start) and name[length : length + 1].isalnum() for name in names)
            if same >= 0.9 * len(names) and not all(reader.understands(name) for name in names):
                return start
    return ""


def _without(name: str, prefix: str) -> str:
    return name[len(prefix) :] if prefix and name.startswith(prefix) and len(name) > len(prefix) else name


_HUNGARIAN = re.compile(r"^(?:n|sz|s|dt|d|b|r|i|l|c|f|str|int|dbl|lng|txt|dat|bln|cur|chr|dtm|bit)(?=[A-Z])")


def _unhungarian(names: list[str]) -> list[str]:
    """Names without the type letters that some programmers put first (szName, dtBirth), if most have them."""
    marked = sum(_HUNGARIAN.match(name) is not None for name in names)
    if marked < 4 or marked < 0.7 * len(names):
        return names
    return [_HUNGARIAN.sub("", name) for name in names]


def _table_name(name: str, prefix: str) -> str:
    """The table's own name: without its schema, or a file's path without what tells its format."""
    bare = _FORMAT.sub("", name) if _FORMAT.search(name) else name.rsplit(".", 1)[-1]
    if prefix and bare.lower().startswith(prefix.lower()):
        return bare[len(prefix) :]
    return bare


def _language(names: Sequence[str], reader: Reader) -> str:
    """The language whose words the names use most; English where there is no telling."""
    votes: Counter[str] = Counter()
    for word in {word for name in names for word in reader.words(name)}:
        languages = {sense.language for sense in reader.vocabulary.lexicon.get(word, ())}
        if len(languages) == 1:
            votes[languages.pop()] += 1
    return min(votes, key=lambda language: (-votes[language], language)) if votes else "en"


def _verdict(column: Column, table: Profile, answer: Answer) -> Verdict:
    personal = answer.category != "none"
    category = CATEGORIES[answer.category]
    return Verdict(
        personal=personal,
        category=answer.category,
        special=category.special,
        subjects=Subjects(answer.subjects or "unknown") if personal else None,
        confidence=round(answer.personal if personal else 1 - answer.personal, 3),
        category_confidence=round(answer.right, 3),
        reasons=reasons(column, table, answer),
    )
