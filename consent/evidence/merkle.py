"""The Merkle tree of RFC 9162, section 2.1: hashes of leaves and nodes, and the head of a growing tree."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32
TILE_HEIGHT = 8
"""Every eighth level is worth keeping: a proof then needs at most 256 hashes of each kept level."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Hash many entries as leaves; the tight loop that re-computing a ledger spends half its time in."""
    hash_bytes = sha256
    return [hash_bytes(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children to their parent."""
    return sha256(b"\x01" + left + right).digest()


def parents(children: Sequence[bytes]) -> list[bytes]:
    """Hash an even number of neighbouring children to their parents."""
    hash_bytes = sha256
    pairs = iter(children)
    return [hash_bytes(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over all leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def joined(hashes: Iterable[bytes]) -> bytes:
    """Join subtrees of falling size, left to right, to the hash of the range that they cover."""
    head = b""
    for left in reversed(list(hashes)):
        head = node_hash(left, head) if head else left
    return head or EMPTY_ROOT


class Frontier:
    """The right edge of a growing tree: for each 1 in the binary of its size, one full subtree.

    It takes leaves as a stream and needs memory for one hash a level, however long the ledger is.
    """

    def __init__(self, size: int = 0, subtrees: Sequence[bytes] = ()) -> None:
        """Go on from a tree of `size` leaves whose full subtrees, largest first, are given."""
        levels = [level for level in range(size.bit_length()) if size >> level & 1]
        if len(levels) != len(subtrees):
            raise ValueError(f"A tree of {size} leaves has {len(levels)} full subtrees, not {len(subtrees)}.")
        self.size = size
        self._edge = dict(zip(levels, reversed(subtrees), strict=True))

    def subtrees(self) -> list[bytes]:
        """Return the full subtrees, largest first."""
        return [self._edge[level] for level in sorted(self._edge, reverse=True)]

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return joined(self.subtrees())

    def root_after(self, leaves: Sequence[bytes]) -> bytes:
        """Return the root that the tree would have after more leaves, and leave it as it is."""
        grown = Frontier(self.size, self.subtrees())
        grown.extend(leaves)
        return grown.root()

    def extend(self, leaves: Sequence[bytes]) -> dict[int, list[bytes]]:
        """Append leaf hashes and return the new full subtrees of every eighth level, from its first.

        Works like adding binary numbers: what is left over at a level waits there, pairs go up.
        """
        kept: dict[int, list[bytes]] = {}
        row, level = list(leaves), 0
        self.size += len(row)
        while row:
            if level and level % TILE_HEIGHT == 0:
                kept[level] = row
            waiting = self._edge.pop(level, None)
            if waiting is not None:
                row = [waiting, *row]
            if len(row) % 2:
                self._edge[level] = row[-1]
                row = row[:-1]
            row, level = parents(row), level + 1
        return kept
