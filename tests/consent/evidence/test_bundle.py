"""A proof bundle convinces on its own, and every change to it is found."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.evidence.bundle import (
    Bundle,
    UnreadableBundle,
    WrongBundle,
    read_bundle,
    verify_bundle,
    write_bundle,
)
from consent.evidence.checkpoint import Checkpoint, sign_checkpoint
from consent.evidence.entry import compose
from consent.evidence.kinds import register
from consent.evidence.merkle import leaf_hashes, root_of
from consent.evidence.note import verifier_of
from consent.evidence.proofs import inclusion_proof
from tests.consent.evidence.test_proofs import reader

register("test.counted", count=int)
ORIGIN = "catalogue.example/evidence"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def made(key: Ed25519PrivateKey = KEY) -> Bundle:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    bodies = [
        compose("test.counted", at=at, actor=None, subject=None, payload={"count": count})[1]
        for count in range(11)
    ]
    leaves = leaf_hashes(bodies)
    return Bundle(
        entry=bodies[6],
        index=6,
        path=tuple(inclusion_proof(6, 11, reader(leaves))),
        checkpoint=sign_checkpoint(Checkpoint(ORIGIN, 11, root_of(leaves)), key),
        key=verifier_of(ORIGIN, key),
    )


def changed(**fields: Any) -> str:
    return json.dumps({**json.loads(write_bundle(made())), **fields})


def test_a_bundle_proves_its_entry_at_its_place() -> None:
    proven = verify_bundle(read_bundle(write_bundle(made())))
    assert (proven.entry.kind, proven.entry.payload, proven.index) == (
        "test.counted",
        {"count": 6},
        6,
    )
    assert proven.checkpoint.size == 11


def test_another_entry_place_path_or_checkpoint_proves_nothing() -> None:
    other = base64.b64encode(made().entry.replace(b'"count":6', b'"count":7')).decode()
    for wrong in (
        changed(entry=other, read=json.loads(base64.b64decode(other))),
        changed(index=5),
        changed(path=[]),
        changed(checkpoint=made().checkpoint.replace("\n11\n", "\n12\n")),
    ):
        with pytest.raises(WrongBundle):
            verify_bundle(read_bundle(wrong))


def test_a_readable_copy_that_says_something_else_is_found() -> None:
    with pytest.raises(WrongBundle, match="readable copy"):
        read_bundle(changed(read={"kind": "test.invented"}))


def test_a_bundle_signed_anew_by_another_key_is_found() -> None:
    forged = made(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert verify_bundle(forged).index == 6
    with pytest.raises(WrongBundle, match="not by the known"):
        verify_bundle(forged, trusted=verifier_of(ORIGIN, KEY))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "no json",
        "[" * 100_000,
        changed(format="other/1"),
        changed(index="6"),
        changed(index=True),
        changed(path="x"),
        changed(path=["%"]),
        changed(entry="ü"),
        changed(key="nonsense"),
        changed(checkpoint=7),
    ],
)
def test_what_is_no_bundle_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableBundle):
        read_bundle(text)
