"""What lies outside the ledger and is proved by it: parts register how to read it, so that it can be compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from consent.evidence.commitment import Commitment, Digest, opens
from consent.evidence.entry import Entry, EntryId
from consent.evidence.kinds import Words, kind_named, moment_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    """A text with the random bytes that open its digest; without them it was never bound, or is gone."""

    nonce: bytes | memoryview | None
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a part keeps of one entry: its record, the texts behind the digests, and what it repeats of it.

    `texts` and `facts` are named as the entry's fields are; the facts
    "actor" and "subject" are who acted, and on whom.
    """

    record: object
    texts: Mapping[str, Opening] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)


class Standing(StrEnum):
    """How what is kept compares with the entry."""

    MATCHES = "matches"
    ALTERED = "altered"
    GONE = "gone"  # and it should be there
    ENDED = "ended"  # deleted or replaced, as the product itself does


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome for one entry: of which kind of record, which one, and the first field that differs."""

    standing: Standing
    words: Words
    record: str = ""
    field: str = ""

    @property
    def wrong(self) -> bool:
        """Tell whether somebody interfered."""
        return self.standing in {Standing.ALTERED, Standing.GONE}


Reader = Callable[[Sequence[Entry]], Mapping[EntryId, Kept]]
"""Reads what is kept of some entries of one kind, in few statements however many there are."""
Ended = Callable[[Sequence[Entry]], "set[EntryId]"]
"""Tells of some entries, of which nothing is kept, which of them the product itself gave up."""


@dataclass(frozen=True, slots=True)
class _Keeper:
    words: Words
    read: Reader
    ended: Ended | None


_keepers: dict[str, _Keeper] = {}


def keep(kind: str, words: Words, read: Reader, ended: Ended | None = None) -> None:
    """Make known how to read what is kept of entries of a kind; to be called once, when a part is loaded.

    `words` name the record to a reader ("decision on fields"). Without `ended` the record stays for good.
    """
    _keepers[kind] = _Keeper(words, read, ended)


def kept_kinds() -> list[str]:
    """Return the kinds of entries of which something is kept outside."""
    return sorted(_keepers)


def compared(entries: Iterable[Entry]) -> dict[EntryId, Comparison]:
    """Compare entries with what is kept of them; entries of which nothing is kept are left out."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind in _keepers and entry.payload.keys() == kind_named(entry.kind).fields.keys():
            by_kind.setdefault(entry.kind, []).append(entry)
    found: dict[EntryId, Comparison] = {}
    for kind, rows in by_kind.items():
        found.update(_compared(_keepers[kind], rows))
    return found


def ids_in(entries: Iterable[Entry], name: str) -> set[UUID]:
    """Return the ids that a field of the entries names."""
    return {UUID(str(entry.payload[name])) for entry in entries}


def of_records(
    entries: Sequence[Entry],
    name: str,
    fetch: Callable[[set[UUID]], Mapping[UUID, T]],
    kept: Callable[[T], Kept],
) -> Mapping[EntryId, Kept]:
    """Return what is kept in the records whose ids a field of the entries names; `fetch` reads them at once."""
    records = fetch(ids_in(entries, name))
    return {
        entry.id: kept(record)
        for entry in entries
        if (record := records.get(UUID(str(entry.payload[name])))) is not None
    }


def made_before(rows: Iterable[T], at: datetime, time_of: Callable[[T], datetime]) -> T | None:
    """Return the last row made before the entry, which records it; where only its time tells it from others."""
    return max((row for row in rows if time_of(row) <= at), key=time_of, default=None)


def _compared(keeper: _Keeper, entries: Sequence[Entry]) -> dict[EntryId, Comparison]:
    kept = keeper.read(entries)
    missing = [entry for entry in entries if entry.id not in kept]
    ended = keeper.ended(missing) if keeper.ended and missing else set()
    found = {}
    for entry in entries:
        if entry.id in kept:
            found[entry.id] = _against(entry, kept[entry.id], keeper.words)
        else:
            standing = Standing.ENDED if entry.id in ended else Standing.GONE
            found[entry.id] = Comparison(standing, keeper.words)
    return found


def _against(entry: Entry, kept: Kept, words: Words) -> Comparison:
    differing = _first_difference(entry, kept)
    standing = Standing.MATCHES if differing is None else Standing.ALTERED
    return Comparison(standing, words, str(kept.record), differing or "")


def _first_difference(entry: Entry, kept: Kept) -> str | None:
    for name, opening in kept.texts.items():
        if not _opens(entry.payload.get(name), opening):
            return name
    said = {**entry.payload, "actor": _plain(entry.actor), "subject": _plain(entry.subject)}
    return next((name for name, fact in kept.facts.items() if _plain(fact) != said.get(name)), None)


def _opens(said: object, opening: Opening) -> bool:
    if said is None:
        return opening.text == ""
    if opening.nonce is None or not isinstance(said, str):
        return False
    try:
        digest = Digest(bytes.fromhex(said.removeprefix("sha256:")))
        return opens(Commitment(bytes(opening.nonce), digest), opening.text)
    except ValueError:  # a nonce or digest of another length opens nothing
        return False


def _plain(fact: object) -> object:
    """Write a fact as it stands in an entry; an empty word is none."""
    if isinstance(fact, UUID | Digest):
        return str(fact)
    if isinstance(fact, datetime):
        return (moment_json(fact) or "").strip('"')
    return None if fact == "" else fact
