"""Re-computes the ledger from its entries and names the first thing that is not what was signed.

Pure: takes the entries as a stream of bytes in any order (best the order of their places), and the
checkpoints with the leaf hashes that were kept when they were signed. The signature decides; the
kept hashes only help to name the entry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from consent.evidence.checkpoint import Checkpoint
from consent.evidence.merkle import Frontier, leaf_hashes
from consent.evidence.note import NoteError


class Fault(StrEnum):
    """What can be found wrong."""

    ENTRY = "entry"  # changed or removed: no entry hashes to what was signed at this place
    LEAF_KEPT = "leaf_kept"  # the entry is intact, a kept hash of it was changed
    REWRITTEN = "rewritten"  # nothing that is kept leads to what was signed
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_FORGED = "checkpoint_forged"  # its note is not signed by the ledger's key
    CHECKPOINT_CHANGED = "checkpoint_changed"  # signed, but kept with another size or other subtrees
    OUTSIDE_DIFFERS = "outside_differs"  # a checkpoint kept elsewhere contradicts the ledger
    SHORTER_THAN_OUTSIDE = "shorter_than_outside"
    NODE = "node"
    PLACE = "place"
    KEPT_ALTERED = "kept_altered"  # what a part keeps outside the ledger is not what its entry proves
    KEPT_GONE = "kept_gone"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong: the place it concerns and, where only a range is known, its end."""

    fault: Fault
    index: int
    end: int
    why: str = ""
    leaf: bytes = b""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as the ledger keeps it: the hashes that it added, and the note that was signed."""

    previous: int
    size: int
    note: str
    leaf_hashes: Sequence[bytes]
    frontier: Sequence[bytes]


@dataclass(slots=True)
class Audit:
    """What the re-computation has come to."""

    tree: Frontier = field(default_factory=Frontier)
    nodes: dict[int, list[bytes]] = field(default_factory=dict)
    finding: Finding | None = None
    unplaced: int = 0
    compared: int = 0
    agreed: int = 0  # how many entries the last outside checkpoint confirmed


class Arrivals:
    """Matches leaf hashes, computed from entries as they are read, with those that are expected."""

    def __init__(self, chunks: Iterable[Sequence[bytes]]) -> None:
        self._chunks: Iterator[Sequence[bytes]] = iter(chunks)
        self._row: list[bytes] = []
        self._early: set[bytes] = set()

    def missing(self, expected: Sequence[bytes]) -> set[bytes]:
        """Return which of the expected hashes no entry gives; reads on as far as is needed."""
        while len(self._row) < len(expected) and self._read():
            pass
        count = len(expected)
        if not self._early and self._row[:count] == expected:  # the usual case: all in order
            del self._row[:count]
            return set()
        wanted = set(expected)
        wanted, self._early = wanted - self._early, self._early - wanted
        while wanted and (self._row or self._read()):
            self._match(wanted)
        return wanted

    def rest(self) -> int:
        """Read to the end and return how many entries nobody expected."""
        count = len(self._row) + len(self._early)
        return count + sum(len(chunk) for chunk in self._chunks)

    def _match(self, wanted: set[bytes]) -> None:
        """Take hashes off the row until nothing is wanted any more."""
        taken = 0
        for leaf in self._row:
            if not wanted:
                break
            taken += 1
            if leaf in wanted:
                wanted.remove(leaf)
            else:
                self._early.add(leaf)
        del self._row[:taken]

    def _read(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._row += leaf_hashes(chunk)
        return True


Copies = Callable[[int, int], Sequence[bytes]]
"""Returns the second copy of the leaf hashes from a place up to without another."""


def audit(
    signed: Iterable[Signed],
    entries: Iterable[Sequence[bytes]],
    open_note: Callable[[str], Checkpoint],
    copies: Copies,
    outside: Sequence[Checkpoint] = (),
) -> Audit:
    """Re-compute leaves, tree, roots and signatures; stops at the first finding."""
    found, arrivals = Audit(), Arrivals(entries)
    ahead = sorted(outside, key=lambda checkpoint: checkpoint.size)
    for checkpoint in signed:
        before = Frontier(found.tree.size, found.tree.subtrees())
        found.finding = _check(found, checkpoint, arrivals, open_note, copies)
        if found.finding is None:
            found.finding = _compare(found, before, checkpoint, ahead)
        if found.finding is not None:
            return found
    found.unplaced = arrivals.rest()
    if ahead:
        size = found.tree.size
        found.finding = Finding(Fault.SHORTER_THAN_OUTSIDE, size, ahead[-1].size)
    return found


def _check(
    found: Audit,
    kept: Signed,
    arrivals: Arrivals,
    open_note: Callable[[str], Checkpoint],
    copies: Copies,
) -> Finding | None:
    """Check one checkpoint: its signature, the tree up to it, and the entries that it added."""
    start = found.tree.size
    if kept.previous != start:
        return Finding(Fault.CHECKPOINT_MISSING, start, kept.previous)
    try:
        head = open_note(kept.note)
    except NoteError as error:
        return Finding(Fault.CHECKPOINT_FORGED, start, kept.size, str(error))
    if head.size != kept.size:
        return Finding(Fault.CHECKPOINT_CHANGED, start, kept.size)
    grown = _grown_as_signed(head, found.tree, kept, copies)
    if grown is None:
        return Finding(Fault.REWRITTEN, start, kept.size)
    missing = arrivals.missing(grown.leaves)
    if missing:
        first = next(place for place, leaf in enumerate(grown.leaves) if leaf in missing)
        return Finding(Fault.ENTRY, start + first, start + first + 1, leaf=grown.leaves[first])
    if list(kept.leaf_hashes) != grown.leaves:
        first = start + first_difference(kept.leaf_hashes, grown.leaves)
        return Finding(Fault.LEAF_KEPT, first, first + 1)
    if grown.tree.subtrees() != list(kept.frontier):
        return Finding(Fault.CHECKPOINT_CHANGED, start, kept.size)
    found.tree = grown.tree
    for level, row in grown.nodes.items():
        found.nodes.setdefault(level, []).extend(row)
    return None


@dataclass(frozen=True, slots=True)
class _Grown:
    """The tree after a checkpoint's leaves, and the leaves that led to the signed root."""

    leaves: list[bytes]
    tree: Frontier
    nodes: dict[int, list[bytes]]


def _grown_as_signed(head: Checkpoint, tree: Frontier, kept: Signed, copies: Copies) -> _Grown | None:
    """Grow the tree by the kept leaf hashes, or by their second copy; None where neither fits."""
    grown = _grown(tree, kept.leaf_hashes)
    if grown.tree.root() != head.root:
        grown = _grown(tree, copies(kept.previous, kept.size))
    return grown if grown.tree.root() == head.root else None


def _grown(tree: Frontier, leaves: Sequence[bytes]) -> _Grown:
    grown = Frontier(tree.size, tree.subtrees())
    nodes = grown.extend(leaves)
    return _Grown(list(leaves), grown, nodes)


def _compare(found: Audit, before: Frontier, kept: Signed, ahead: list[Checkpoint]) -> Finding | None:
    """Compare with the outside checkpoints that fall into what this checkpoint added."""
    while ahead and ahead[0].size <= kept.size:
        outside = ahead.pop(0)
        whole = outside.size == kept.size
        leaves = kept.leaf_hashes[: outside.size - before.size]
        root = found.tree.root() if whole else before.root_after(leaves)
        if root != outside.root:
            return Finding(Fault.OUTSIDE_DIFFERS, found.agreed, outside.size)
        found.compared, found.agreed = found.compared + 1, outside.size
    return None


def first_difference(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """Return where two rows part; where one is only shorter, its end."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
