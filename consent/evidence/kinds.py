"""The kinds of entries: each names its fields and their types, so that no text or value can enter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType, UnionType
from typing import Any, Protocol, get_args
from uuid import UUID

from consent.evidence.commitment import Commitment, Digest

FieldType = type[Any] | UnionType
"""UUID, int, bool, Code, Moment or Digest; `UUID | None` where a field may be without a value."""

_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_CODE = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_LONGEST_CODE = 64
_LARGEST_INT = 2**53 - 1  # beyond it, readers of JSON disagree about the number


class RefusedEntry(ValueError):
    """The entry would hold something that its kind does not name; the message never holds the value."""


class Words(Protocol):
    """Words for readers: a string, or one that is translated when shown."""

    def __str__(self) -> str:
        """Return the words in the reader's language."""


class Code(str):
    """A short machine word from a closed vocabulary, such as a connector's or category's key."""

    __slots__ = ()


class Moment(datetime):
    """A point in time with its UTC offset; stands for datetime in the registry."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What happened, in words, and which fields say the particulars."""

    name: str
    words: Words
    fields: Mapping[str, FieldType]
    writers: "tuple[tuple[str, tuple[Writer, ...]], ...]"


_registered: dict[str, Kind] = {}


def register(kind: str, words: Words | None = None, /, **fields: FieldType) -> Kind:
    """Make a kind known; to be called once, when its part is loaded.

    `words` say what happened to a reader ("Source added"), translatable by the part that registers.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError(f"A kind is named like source.added, not {kind!r}.")
    for name, wanted in fields.items():
        if not _plain_types(wanted) <= _WRITERS.keys():
            raise ValueError(f"The field {name} of {kind} has a type that no entry may hold.")
    writers = (
        (name, tuple(_WRITERS[plain] for plain in _plain_types(fields[name]))) for name in sorted(fields)
    )
    new = Kind(kind, words or kind, MappingProxyType(dict(fields)), tuple(writers))
    known = _registered.setdefault(kind, new)
    if known.fields != new.fields:
        raise ValueError(f"The kind {kind} is registered already, with other fields.")
    return known


def kind_named(name: str) -> Kind:
    """Return a kind that is registered; raises RefusedEntry for any other."""
    try:
        return _registered[name]
    except KeyError:
        raise RefusedEntry(
            f"The ledger knows no kind {name!r}: register it in its part's evidence_kinds.py."
        ) from None


def known_kinds() -> list[Kind]:
    """Return all registered kinds by name."""
    return [_registered[name] for name in sorted(_registered)]


def payload_json(kind: Kind, given: Mapping[str, object]) -> str:
    """Check what is given against the kind's fields and write it as it will stand in the entry."""
    if given.keys() != kind.fields.keys():
        odd = ", ".join(sorted(given.keys() ^ kind.fields.keys()))
        raise RefusedEntry(f"An entry of kind {kind.name} has other fields: {odd}.")
    written = [f'"{name}":{_written(kind, name, writers, given[name])}' for name, writers in kind.writers]
    return "{" + ",".join(written) + "}"


def uuid_json(value: object) -> str | None:
    """Write a random id; None where it is none."""
    return f'"{value}"' if isinstance(value, UUID) else None


def moment_json(value: object) -> str | None:
    """Write a moment in UTC, to the microsecond; None where it is none or has no UTC offset."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return None
    moment = value.astimezone(UTC).replace(tzinfo=None)
    return f'"{moment.isoformat(timespec="microseconds")}Z"'


# Writers return JSON. Nothing needs escaping: what these types leave holds no quote or backslash.
Writer = Callable[[object], str | None]


def _written(kind: Kind, name: str, writers: tuple[Writer, ...], value: object) -> str:
    """Write one value, or refuse it without repeating it."""
    for write in writers:
        written = write(value)
        if written is not None:
            return written
    fitting = kind.fields[name]
    called = getattr(fitting, "__name__", str(fitting))
    raise RefusedEntry(f"The field {name} of {kind.name} takes {called}, not what was given.")


def _plain_types(wanted: FieldType) -> set[type[Any]]:
    return set(get_args(wanted)) if isinstance(wanted, UnionType) else {wanted}


def _int(value: object) -> str | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_INT
    return str(int(value)) if fits else None  # type: ignore[call-overload]


def _bool(value: object) -> str | None:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else None


def _code(value: object) -> str | None:
    fits = isinstance(value, str) and len(value) <= _LONGEST_CODE and _CODE.fullmatch(value)
    return f'"{value}"' if fits else None


def _digest(value: object) -> str | None:
    if isinstance(value, Commitment):
        value = value.digest
    return f'"{value}"' if isinstance(value, Digest) else None


def _nothing(value: object) -> str | None:
    return "null" if value is None else None


_WRITERS: dict[type[Any], Writer] = {
    UUID: uuid_json,
    int: _int,
    bool: _bool,
    Code: _code,
    Moment: moment_json,
    datetime: moment_json,
    Digest: _digest,
    type(None): _nothing,
}
