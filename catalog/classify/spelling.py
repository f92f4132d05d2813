"""How one system spells its names: vendor prefixes, type letters, language. Judged per table."""

import re
from collections import Counter
from collections.abc import Sequence

from catalog.classify.names import Reader

_HUNGARIAN = re.compile(
    r"^(?:k|n|sz|s|dt|d|b|r|i|l|c|f|str|int|dbl|lng|txt|dat|bln|cur|chr|dtm|bit)(?=[A-Z])"
)
_KEYED = re.compile(r"^k([A-Z].*)$")
"""Where names begin with the letter of their type, k marks a key (kKunde)."""

_FORMAT = re.compile(
    r"\.(csv|tsv|txt|jsonl?|ndjson|parquet|arrow|feather|xlsx?|gz|zip)(?=$|[.#])", re.IGNORECASE
)
"""What a file's name ends in says how it is written, not what it holds."""

_SEPARATORS = frozenset("_- .")


def plain_names(names: list[str], reader: Reader, table: str = "") -> tuple[list[str], str]:
    """The names without what the system puts before each of them, and that prefix."""
    prefix = _shared_prefix(names, reader)
    names = _unmarked(_unlabelled(names, table, reader), reader)
    bare = _unhungarian([_without(name, prefix) for name in names])
    return _ungrouped(bare, reader), prefix


def plain_table(name: str, prefix: str, reader: Reader) -> str:
    """A table's name without its schema, what tells a file's format, and the prefix of its columns."""
    bare = _FORMAT.sub("", name) if _FORMAT.search(name) else name.rsplit(".", 1)[-1]
    if prefix and bare.lower().startswith(prefix.lower()):
        return bare[len(prefix) :]
    if len(bare) > 4 and not reader.understands(bare) and reader.understands(bare[1:]):
        return bare[1:]
    return bare


def language_of(names: Sequence[str], reader: Reader) -> str:
    """The language whose words the names use most; English where there is no telling."""
    seen: set[tuple[str, str]] = set()
    for name in names:
        seen.update(reader.votes(name))
    votes = Counter(language for _, language in seen)
    return min(votes, key=lambda language: (-votes[language], language)) if votes else "en"


def _shared_prefix(names: Sequence[str], reader: Reader) -> str:
    """Letters that a vendor puts before every column without a separator (OXFNAME, OXCITY)."""
    if len(names) < 4 or len({name.split("_", 1)[0] for name in names if "_" in name}) == 1:
        return ""
    first = min(names)
    for length in (4, 3, 2):
        start = first[:length]
        if len(start) < length or not start.isalpha() or not (start.isupper() or start.islower()):
            continue
        same = sum(name.startswith(start) and name[length : length + 1].isalnum() for name in names)
        if same >= 0.9 * len(names) and not all(reader.understands(name) for name in names):
            return start
    return ""


def _without(name: str, prefix: str) -> str:
    return name[len(prefix) :] if prefix and name.startswith(prefix) and len(name) > len(prefix) else name


def _unmarked(names: list[str], reader: Reader) -> list[str]:
    """Names without the mark before the first underscore that most share and nobody knows (cp_name, cp_city)."""
    marks = Counter(name.split("_", 1)[0] for name in names if "_" in name)
    for mark, number in marks.most_common(1):
        if 0 < len(mark) <= 5 and number >= 4 and number >= 0.6 * len(names) and not _means(mark, reader):
            return [_without(name, f"{mark}_") for name in names]
    return names


def _unlabelled(names: list[str], table: str, reader: Reader) -> list[str]:
    """Names without the word for what the row is, where it stands before most: comment_author in comments."""
    marks = Counter(name.split("_", 1)[0] for name in names if "_" in name)
    own = table.lower().rsplit("_", 1)[-1]
    for mark, number in marks.most_common(1):
        labels = len(mark) > 3 and own.startswith(mark.lower()) and len(own) - len(mark) < 3
        if labels and number >= 4 and number >= 0.6 * len(names) and not _person(mark, reader):
            return [_without(name, f"{mark}_") for name in names]
    return names


def _person(mark: str, reader: Reader) -> bool:
    return any(sense.role == "person" for sense in reader.senses(mark))


def _means(mark: str, reader: Reader) -> bool:
    """Whether a mark says of whom or of what: pat_, kunde_."""
    return any(sense.role in ("person", "organisation", "thing", "event") for sense in reader.senses(mark))


def _unhungarian(names: list[str]) -> list[str]:
    """Names without the type letters that some programmers put first (szName, dtBirth), if most have them."""
    marked = sum(_HUNGARIAN.match(name) is not None for name in names)
    if marked < 4 or marked < 0.7 * len(names):
        return names
    return [_KEYED.sub(r"\1Id", name) if _KEYED.match(name) else _HUNGARIAN.sub("", name) for name in names]


def _ungrouped(names: list[str], reader: Reader) -> list[str]:
    """Names without a prefix that a group of them shares and nobody knows: ktoi in ktoiplz, ktoiort."""
    strange = [name for name in names if not reader.understands(name) and _SEPARATORS.isdisjoint(name)]
    if len(strange) < 3:
        return names
    for length in (5, 4, 3, 2):
        for start, number in Counter(name[:length] for name in strange).items():
            group = [name for name in strange if name.startswith(start) and len(name) > length + 2]
            known = sum(reader.understands(name[length:]) for name in group)
            if number >= 3 and len(group) >= 3 and known >= 0.6 * len(group) and not reader.knows(start):
                return [_without(name, start) if name in group else name for name in names]
    return names
