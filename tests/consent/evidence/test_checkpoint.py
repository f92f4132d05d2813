"""Signed notes and checkpoints: byte for byte as C2SP describes them, and strict about all else."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.evidence.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from consent.evidence.note import NoteError, Verifier, open_note, sign, signers, verifier_of
from tests.consent.evidence.vectors import NOTE, NOTE_KEY, NOTE_SEED, NOTE_TEXT, ROOTS

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "catalogue.example/evidence"
CHECKPOINT = Checkpoint(ORIGIN, 8, ROOTS[8])
VERIFIER = verifier_of(ORIGIN, KEY)


def test_the_published_note_opens_with_its_key() -> None:
    assert open_note(NOTE, Verifier.parse(NOTE_KEY)) == NOTE_TEXT
    assert signers(NOTE) == [("PeterNeumann", "c74f20a3")]


def test_the_published_key_signs_the_published_note() -> None:
    seed = base64.b64decode(NOTE_SEED)[1:]
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert sign(NOTE_TEXT, "PeterNeumann", key) == NOTE
    assert str(verifier_of("PeterNeumann", key)) == NOTE_KEY


def test_a_checkpoint_is_origin_size_and_root_in_three_lines() -> None:
    root = base64.b64encode(ROOTS[8]).decode()
    assert str(CHECKPOINT) == f"{ORIGIN}\n8\n{root}\n"


def test_a_signed_checkpoint_opens_with_its_key() -> None:
    assert open_checkpoint(sign_checkpoint(CHECKPOINT, KEY), VERIFIER) == CHECKPOINT


def test_extension_lines_are_signed_too() -> None:
    extended = Checkpoint(ORIGIN, 8, ROOTS[8], ("time 1",))
    note = sign_checkpoint(extended, KEY)
    assert open_checkpoint(note, VERIFIER) == extended
    with pytest.raises(NoteError, match="does not fit"):
        open_checkpoint(note.replace("time 1", "time 2"), VERIFIER)


def test_another_size_under_the_same_signature_is_refused() -> None:
    note = sign_checkpoint(CHECKPOINT, KEY).replace("\n8\n", "\n9\n")
    with pytest.raises(NoteError, match="does not fit"):
        open_checkpoint(note, VERIFIER)


def test_a_note_of_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(NoteError, match="no signature"):
        open_checkpoint(sign_checkpoint(CHECKPOINT, other), VERIFIER)


def test_a_checkpoint_of_another_ledger_is_refused() -> None:
    note = sign(str(Checkpoint("other.example", 8, ROOTS[8])), ORIGIN, KEY)
    with pytest.raises(NoteError, match="not of"):
        open_checkpoint(note, VERIFIER)


def test_a_witness_may_sign_beside_the_ledger() -> None:
    note = sign_checkpoint(CHECKPOINT, KEY)
    witness = Ed25519PrivateKey.from_private_bytes(bytes(32))
    line = sign(str(CHECKPOINT), "witness.example", witness).rpartition("\n\n")[2]
    assert open_checkpoint(note + line, VERIFIER) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n8\n",
        f"{ORIGIN}\n08\n{base64.b64encode(ROOTS[8]).decode()}\n",
        f"{ORIGIN}\n-8\n{base64.b64encode(ROOTS[8]).decode()}\n",
        f"{ORIGIN}\n8\n{base64.b64encode(ROOTS[8][:31]).decode()}\n",
        f"{ORIGIN}\n8\nno base64!\n",
        f"{ORIGIN}\n8\n{base64.b64encode(ROOTS[8]).decode()}\n\n",
        "",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "line",
    [NOTE_KEY[:-4], NOTE_KEY.replace("c74f20a3", "c74f20a4"), "nonsense", "a b+00+AAAA", ""],
)
def test_a_malformed_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(line)
