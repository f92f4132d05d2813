"""The tree of RFC 9162: published heads, and heads of a tree that grows in any steps."""

from hypothesis import given
from hypothesis import strategies as st

from consent.evidence.merkle import Frontier, leaf_hash, leaf_hashes, node_hash, root_of
from tests.consent.evidence.vectors import LEAVES, ROOTS


def slow_root(leaves: list[bytes]) -> bytes:
    """The definition of MTH in RFC 9162, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else ROOTS[0]
    width = 1
    while width * 2 < len(leaves):
        width *= 2
    return node_hash(slow_root(leaves[:width]), slow_root(leaves[width:]))


def some_leaves(count: int) -> list[bytes]:
    return leaf_hashes(number.to_bytes(4, "big") for number in range(count))


def test_the_published_heads_come_out() -> None:
    for size, root in enumerate(ROOTS):
        assert root_of(leaf_hashes(LEAVES[:size])) == root


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 600))
def test_the_head_is_that_of_the_definition(size: int) -> None:
    assert root_of(some_leaves(size)) == slow_root(some_leaves(size))


@given(st.lists(st.integers(0, 300), max_size=6))
def test_it_does_not_matter_in_which_steps_a_tree_grew(steps: list[int]) -> None:
    leaves, frontier = some_leaves(sum(steps)), Frontier()
    done = 0
    for step in steps:
        assert frontier.root_after(leaves[done : done + step]) == root_of(leaves[: done + step])
        frontier.extend(leaves[done : done + step])
        done += step
    assert (frontier.size, frontier.root()) == (len(leaves), root_of(leaves))


@given(st.integers(0, 700), st.integers(0, 700))
def test_a_tree_goes_on_from_what_was_kept_of_it(before: int, after: int) -> None:
    leaves = some_leaves(before + after)
    first = Frontier()
    first.extend(leaves[:before])
    second = Frontier(first.size, first.subtrees())
    second.extend(leaves[before:])
    assert second.root() == root_of(leaves)


@given(st.integers(0, 800), st.integers(0, 800))
def test_each_full_tile_is_handed_out_once(before: int, after: int) -> None:
    leaves = some_leaves(before + after)
    frontier = Frontier()
    kept = frontier.extend(leaves[:before]).get(8, []) + frontier.extend(leaves[before:]).get(8, [])
    full = len(leaves) // 256
    assert kept == [root_of(leaves[n * 256 : n * 256 + 256]) for n in range(full)]
