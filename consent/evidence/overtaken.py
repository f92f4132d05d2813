"""Which entries a later one put an end to, so that what they proved is rightly no longer kept."""

from collections.abc import Collection, Sequence

from consent.evidence.entry import Entry, EntryId, UnreadableEntry, read_entry
from consent.evidence.models import Entry as Row
from consent.evidence.reading import unplaced_bodies


def overtaken(entries: Sequence[Entry], kinds: Collection[str], same: Sequence[str]) -> set[EntryId]:
    """Return the entries after which there is one of these kinds with the same values in these fields.

    For kinds of which there are few: each batch reads the later ones, which the ledger itself proves.
    """
    if not entries:
        return set()
    last: dict[tuple[object, ...], EntryId] = {}
    for one in _later(min(entry.id for entry in entries), kinds):
        key = _key(one, same)
        last[key] = max(one.id, last.get(key, one.id))
    return {entry.id for entry in entries if last.get(_key(entry, same), entry.id) > entry.id}


def _later(since: EntryId, kinds: Collection[str]) -> Sequence[Entry]:
    """Read the entries after one: ids sort by time."""
    rows = Row.objects.filter(id__gt=since, place__kind__in=kinds).values_list("body", flat=True)
    found = []
    for body in [*rows.iterator(), *unplaced_bodies()]:
        try:
            one = read_entry(bytes(body))
        except UnreadableEntry:
            continue
        if one.kind in kinds:
            found.append(one)
    return found


def _key(entry: Entry, same: Sequence[str]) -> tuple[object, ...]:
    return tuple(entry.payload.get(name) for name in same)
