"""Proofs of inclusion and consistency: the published ones hold, and no other does."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.evidence.merkle import Frontier, leaf_hashes, root_of
from consent.evidence.proofs import (
    ReadHashes,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
)
from tests.consent.evidence.test_merkle import some_leaves
from tests.consent.evidence.vectors import CONSISTENCY, INCLUSION, LEAVES, ROOTS

sizes = st.integers(1, 1500)


def reader(leaves: list[bytes]) -> ReadHashes:
    """Reads as from the tables: leaves, and the nodes of every eighth level."""
    kept = Frontier().extend(leaves) | {0: leaves}

    def read(level: int, start: int, end: int) -> Sequence[bytes]:
        return kept[level][start:end]

    return read


def hexes(proof: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(step.hex() for step in proof)


def test_the_published_inclusion_proofs_come_out_and_hold() -> None:
    leaves = leaf_hashes(LEAVES)
    for (index, size), published in INCLUSION.items():
        proof = inclusion_proof(index, size, reader(leaves))
        assert hexes(proof) == published
        assert includes(leaves[index], index, size, proof, ROOTS[size])


def test_the_published_consistency_proofs_come_out_and_hold() -> None:
    for (older, newer), published in CONSISTENCY.items():
        proof = consistency_proof(older, newer, reader(leaf_hashes(LEAVES)))
        assert hexes(proof) == published
        assert is_consistent(older, ROOTS[older], newer, ROOTS[newer], proof)


@given(sizes, st.data())
def test_every_leaf_of_every_tree_can_be_proved(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    proof = inclusion_proof(index, size, reader(leaves))
    assert includes(leaves[index], index, size, proof, root_of(leaves))


@given(sizes, st.data())
def test_a_wrong_leaf_place_size_or_step_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size + 1)
    root, leaf = root_of(leaves[:size]), leaves[index]
    proof = inclusion_proof(index, size, reader(leaves))
    assert not includes(leaves[size], index, size, proof, root)
    assert not includes(leaf, index + 1, size, proof, root)
    assert not includes(leaf, index, size, [*proof, leaf], root)
    assert not includes(leaf, index, size, proof, leaf if size > 1 else leaves[1])
    if proof:
        assert not includes(leaf, index, size, proof[1:], root)
        assert not includes(leaf, index, size, [leaf, *proof[1:]], root) or proof[0] == leaf


@given(sizes, st.data())
def test_every_tree_is_consistent_with_what_it_was(newer: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(1, newer))
    leaves = some_leaves(newer)
    proof = consistency_proof(older, newer, reader(leaves))
    assert is_consistent(older, root_of(leaves[:older]), newer, root_of(leaves), proof)


@given(sizes, st.data())
def test_a_rewritten_past_is_not_consistent(newer: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(1, newer))
    touched = data.draw(st.integers(0, older - 1))
    leaves = some_leaves(newer)
    rewritten = [*leaves[:touched], leaves[touched][::-1], *leaves[touched + 1 :]]
    proof = consistency_proof(older, newer, reader(rewritten))
    past, present = root_of(leaves[:older]), root_of(rewritten)
    assert not is_consistent(older, past, newer, present, proof)


def test_a_step_of_another_length_than_a_hash_is_refused() -> None:
    leaves = leaf_hashes(LEAVES[:2])
    assert not includes(leaves[0], 0, 2, [leaves[1] + b"\x00"], ROOTS[2])


def test_a_place_outside_the_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="not in a tree of 3"):
        inclusion_proof(3, 3, reader(leaf_hashes(LEAVES[:3])))
    with pytest.raises(ValueError, match="cannot be shown to begin with 4"):
        consistency_proof(4, 3, reader(leaf_hashes(LEAVES[:3])))
