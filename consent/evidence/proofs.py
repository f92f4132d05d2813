"""Inclusion and consistency proofs of RFC 9162: what they consist of, and whether they hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consent.evidence.merkle import HASH_SIZE, TILE_HEIGHT, joined, node_hash, parents


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The leaves from `start` up to and without `end`, as one subtree of a proof."""

    start: int
    end: int


ReadHashes = Callable[[int, int, int], Sequence[bytes]]
"""Reads (level, start, end): the kept hashes of a level from index `start` up to without `end`."""


Ranges = dict[int, set[tuple[int, int]]]
"""For each kept level, which of its hashes are needed: (start, end), without end."""


def ranges_of(spans: Sequence[Span]) -> Ranges:
    """Say which kept hashes the subtrees over these spans are computed from."""
    ranges: Ranges = {}
    for span in spans:
        for level, index in _full_subtrees(span):
            climb = level % TILE_HEIGHT
            ranges.setdefault(level - climb, set()).add((index << climb, index + 1 << climb))
    return ranges


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Say which subtrees prove that leaf `index` is in a tree of `size` leaves, deepest first."""
    if not 0 <= index < size:
        raise ValueError(f"Leaf {index} is not in a tree of {size} leaves.")
    spans, start, end = [], 0, size
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(older: int, newer: int) -> list[Span]:
    """Say which subtrees prove that a tree of `newer` leaves begins with the one of `older`."""
    if not 0 < older <= newer:
        raise ValueError(f"A tree of {newer} leaves cannot be shown to begin with {older}.")
    spans, start, end, whole = [], 0, newer, True
    while older != end:
        middle = start + _left_width(end - start)
        if older <= middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start, whole = middle, False
    if not whole:
        spans.append(Span(start, end))
    return spans[::-1]


def span_hash(span: Span, read: ReadHashes) -> bytes:
    """Hash the subtree over a span from the levels that are kept: 0, 8, 16 and so on."""
    return joined(_full_subtree(level, index, read) for level, index in _full_subtrees(span))


def inclusion_proof(index: int, size: int, read: ReadHashes) -> list[bytes]:
    """Return the path from leaf `index` to the root of the tree of `size` leaves."""
    return [span_hash(span, read) for span in inclusion_spans(index, size)]


def consistency_proof(older: int, newer: int, read: ReadHashes) -> list[bytes]:
    """Return the proof that the tree of `newer` leaves begins with the tree of `older` leaves."""
    return [span_hash(span, read) for span in consistency_spans(older, newer)]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path proves the leaf hash at `index` under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _hashes(path):
        return False
    position, last, head = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            head = node_hash(sibling, head)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            head = node_hash(head, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and head == root


def is_consistent(
    older: int, older_root: bytes, newer: int, newer_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the newer tree begins with the older (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer or not _hashes(proof):
        return False
    if older == newer:
        return not proof and older_root == newer_root
    steps = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    return bool(steps) and _climbs(older, older_root, newer, newer_root, steps)


def _climbs(older: int, older_root: bytes, newer: int, newer_root: bytes, steps: Sequence[bytes]) -> bool:
    """Climb both trees at once from the right-most subtree of the older one."""
    position, last = older - 1, newer - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    older_head = newer_head = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            older_head, newer_head = node_hash(step, older_head), node_hash(step, newer_head)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            newer_head = node_hash(newer_head, step)
        position, last = position >> 1, last >> 1
    return last == 0 and older_head == older_root and newer_head == newer_root


def _hashes(values: Sequence[bytes]) -> bool:
    """Tell whether all values have the length of a hash; a longer one could hide an entry."""
    return all(len(value) == HASH_SIZE for value in values)


def _left_width(width: int) -> int:
    """Return the largest power of two below `width`, where RFC 9162 splits a tree."""
    return 1 << (width - 1).bit_length() - 1


def _full_subtrees(span: Span) -> list[tuple[int, int]]:
    """Cut a span into full subtrees, as (level, index), left to right."""
    subtrees, start = [], span.start
    while start < span.end:
        level = (span.end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        subtrees.append((level, start >> level))
        start += 1 << level
    return subtrees


def _full_subtree(level: int, index: int, read: ReadHashes) -> bytes:
    """Hash one full subtree from the nearest kept level below it."""
    climb = level % TILE_HEIGHT
    row = list(read(level - climb, index << climb, index + 1 << climb))
    for _ in range(climb):
        row = parents(row)
    return row[0]
