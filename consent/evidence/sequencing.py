"""The sequencer: gives committed entries their places in the tree and signs its new head.

Writers take no lock and never wait. A transaction may commit late, after entries that began after it
have their places: its entries get the next ones. None is skipped, because the search begins at the
oldest transaction that was still running when everything before it had been placed; none is doubled,
because an entry has one place at most, and one sequencer works at a time.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from consent.evidence import keys
from consent.evidence.checkpoint import Checkpoint as Head
from consent.evidence.checkpoint import sign_checkpoint
from consent.evidence.merkle import Frontier
from consent.evidence.models import Checkpoint, Node
from consent.evidence.note import NoteError
from consent.evidence.reading import split
from consent.law import clock

BATCH = 20_000
_LOCK = 0x45564944  # "EVID": the advisory lock that the one sequencer holds

_PLACE = """
INSERT INTO evidence_place (index, entry_id, leaf_hash, kind, at, actor, objects_named)
SELECT %s + row_number() OVER (ORDER BY id) - 1, id, sha256('\\x00'::bytea || body),
       left(coalesce(said ->> 'kind', ''), 100), evidence_moment(said ->> 'at'),
       evidence_uuid(said ->> 'actor'), evidence_objects(said)
FROM (
    SELECT id, body, encode(body, 'escape')::jsonb AS said
    FROM evidence_entry AS entry
    WHERE tx >= %s AND id > %s AND NOT EXISTS (SELECT FROM evidence_place WHERE entry_id = entry.id)
    ORDER BY id
    LIMIT %s
) AS fresh
RETURNING index, leaf_hash, entry_id
"""


class LedgerBroken(Exception):
    """The ledger's last checkpoint is not what this installation signed, so nothing more is signed."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What one run looks at: transactions from `begin` on, entries in the order of ids beyond `after`.

    When it has seen all, whatever comes from transactions before `settles` has its place.
    """

    begin: int
    settles: int
    after: UUID


@dataclass(frozen=True, slots=True)
class _Last:
    """Where the ledger stands: its tree, and the oldest transaction that may still bring entries."""

    tree: Frontier
    settled_tx: int


def sequence_entries(batch: int = BATCH, *, search_all: bool = False) -> int:
    """Give every committed entry its place, sign the new head, and return how many got theirs.

    Does nothing while another sequencer is at work. `search_all` looks at every entry, also at those
    that a database restored from elsewhere may have numbered anew. Raises LedgerBroken.
    """
    total, search = _sequence(batch, search_all)
    while search is not None:
        placed, search = _sequence(batch, search_all, search)
        total += placed
    return total


@transaction.atomic(durable=True)
def _sequence(batch: int, search_all: bool, search: _Search | None = None) -> tuple[int, _Search | None]:
    """Place one batch and return how many it had, and where to search on if it was full."""
    if not _one("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK]):
        return 0, None
    last = _last()
    here = search or _begun(last, search_all)
    placed = _place(last.tree.size, here, batch)
    full = len(placed) == batch
    if placed:
        _sign(last.tree, [leaf for leaf, _entry in placed], here.begin if full else here.settles)
    return len(placed), replace(here, after=placed[-1][1]) if full else None


def _begun(last: _Last, search_all: bool) -> _Search:
    """Fix, before the first look, what the run finds for certain: all of what is finished by now."""
    oldest_running = int(_one("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))
    elsewhere = last.settled_tx > oldest_running  # restored into another server, which counts anew
    begin = 0 if search_all or elsewhere else last.settled_tx
    return _Search(begin, oldest_running, UUID(int=0))


def _last() -> _Last:
    """Return where the ledger stands, believing only what is signed."""
    kept = Checkpoint.objects.order_by("-size").only("size", "note", "frontier", "settled_tx").first()
    if kept is None:
        return _Last(Frontier(), 0)
    try:
        head = keys.open_signed(kept.note, keys.known_verifiers())
        tree = Frontier(kept.size, split(bytes(kept.frontier)))
    except (NoteError, ValueError) as error:
        raise LedgerBroken(f"Checkpoint {kept.size} of the ledger cannot be continued. {error}") from error
    if (head.size, head.root) != (tree.size, tree.root()):
        raise LedgerBroken(f"Checkpoint {kept.size} of the ledger is not what was signed.")
    return _Last(tree, kept.settled_tx)


def _place(first: int, search: _Search, batch: int) -> list[tuple[bytes, UUID]]:
    """Insert the places from `first` on and return their leaf hashes and entries in order."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [first, search.begin, search.after, batch])
        return [(bytes(leaf), entry) for _index, leaf, entry in sorted(cursor.fetchall())]


def _sign(tree: Frontier, leaves: list[bytes], settled_tx: int) -> None:
    """Grow the tree by the leaves and store its signed head."""
    previous = tree.size
    grown = tree.extend(leaves)
    _keep_nodes(previous, grown)
    note = sign_checkpoint(Head(keys.origin(), tree.size, tree.root()), keys.signing_key())
    Checkpoint.objects.create(
        size=tree.size,
        previous=previous,
        note=note,
        leaf_hashes=b"".join(leaves),
        frontier=b"".join(tree.subtrees()),
        settled_tx=settled_tx,
        signed_at=clock.now(),
    )


def _keep_nodes(previous: int, grown: dict[int, list[bytes]]) -> None:
    Node.objects.bulk_create(
        [
            Node(level=level, index=(previous >> level) + place, hash=value)
            for level, row in grown.items()
            for place, value in enumerate(row)
        ]
    )


def _one(statement: str, values: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
