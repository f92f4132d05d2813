"""What may enter the ledger, and the exact bytes in which it stands there."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.evidence.commitment import Digest, commit, opens
from consent.evidence.entry import UnreadableEntry, compose, read_entry
from consent.evidence.kinds import Code, Moment, RefusedEntry, register

register(
    "test.everything",
    object=UUID,
    count=int,
    done=bool,
    category=Code,
    due=Moment,
    reason=Digest,
    parent=UUID | None,
)
SOME = UUID("00000000-0000-4000-8000-000000000001")
AT = datetime(2026, 11, 24, 13, 54, 21, 123456, tzinfo=UTC)
GIVEN: dict[str, object] = {
    "object": SOME,
    "count": 7,
    "done": True,
    "category": "special.health",
    "due": datetime(2026, 12, 24, 12, tzinfo=timezone(timedelta(hours=1))),
    "reason": Digest(bytes(32)),
    "parent": None,
}


def composed(**changed: object) -> bytes:
    return compose("test.everything", at=AT, actor=SOME, subject=None, payload={**GIVEN, **changed})[1]


def test_the_bytes_are_json_in_one_spelling() -> None:
    body = composed()
    entry_id = json.loads(body)["id"]
    assert body.decode() == (
        '{"actor":"00000000-0000-4000-8000-000000000001","at":"2026-11-24T13:54:21.123456Z",'
        f'"id":"{entry_id}","kind":"test.everything","payload":{{"category":"special.health",'
        '"count":7,"done":true,"due":"2026-12-24T11:00:00.000000Z",'
        '"object":"00000000-0000-4000-8000-000000000001","parent":null,'
        f'"reason":"sha256:{"0" * 64}"}},"subject":null,"v":1}}'
    )


def test_an_entry_reads_back() -> None:
    entry_id, body = compose("test.everything", at=AT, actor=None, subject=SOME, payload=GIVEN)
    entry = read_entry(body)
    assert (entry.id, entry.kind, entry.at) == (entry_id, "test.everything", AT)
    assert (entry.actor, entry.subject, entry.payload["count"]) == (None, SOME, 7)


def test_ids_sort_by_time_and_are_of_version_7() -> None:
    moments = [AT + timedelta(microseconds=step) for step in range(50)]
    ids = [compose("test.everything", at=at, actor=None, subject=None, payload=GIVEN)[0] for at in moments]
    assert ids == sorted(ids)
    assert {entry_id.version for entry_id in ids} == {7}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "anna.schmidt@example.org"),
        ("category", "Anna Schmidt"),
        ("category", "+49 511 123456"),
        ("category", "a" * 65),
        ("category", ""),
        ("object", str(SOME)),
        ("count", "7"),
        ("count", True),
        ("count", 2**53),
        ("count", 1.5),
        ("done", 1),
        ("due", datetime(2026, 12, 24)),
        ("due", "2026-12-24"),
        ("reason", "because Anna asked"),
        ("reason", bytes(32)),
        ("object", None),
    ],
)
def test_text_and_values_are_refused_and_not_repeated(field: str, value: object) -> None:
    with pytest.raises(RefusedEntry) as refused:
        composed(**{field: value})
    assert field in str(refused.value)
    assert "nna" not in str(refused.value)


@given(st.text())
def test_no_text_that_is_not_a_code_enters(text: str) -> None:
    try:
        body = composed(category=text)
    except RefusedEntry:
        return
    assert text.isascii() and text == text.lower() and " " not in text and "@" not in text
    assert json.loads(body)["payload"]["category"] == text


def test_a_field_too_many_or_too_few_is_refused() -> None:
    with pytest.raises(RefusedEntry, match="comment"):
        composed(comment="text")
    with pytest.raises(RefusedEntry, match="count"):
        compose("test.everything", at=AT, actor=None, subject=None, payload={"object": SOME})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RefusedEntry, match="knows no kind"):
        compose("test.unheard_of", at=AT, actor=None, subject=None, payload={})


def test_a_kind_is_registered_with_one_set_of_fields() -> None:
    with pytest.raises(ValueError, match="already"):
        register("test.everything", object=UUID)
    with pytest.raises(ValueError, match="no entry may hold"):
        register("test.free_text", text=str)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body + b" ",
        lambda body: body.replace(b'"count":7', b'"count": 7'),
        lambda body: body.replace(b'"v":1', b'"v":2'),
        lambda body: body.replace(b'"kind"', b'"sort"'),
        lambda body: b"[]",
        lambda body: b"\xff",
    ],
)
def test_bytes_in_another_spelling_are_no_entry(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadableEntry):
        read_entry(change(composed()))


@given(st.text())
def test_a_commitment_opens_for_its_text_only(text: str) -> None:
    commitment = commit(text)
    assert opens(commitment, text)
    assert not opens(commitment, text + " ")
    assert commit(text).digest != commitment.digest


def test_a_commitment_enters_as_its_digest() -> None:
    commitment = commit("because Anna asked")
    body = composed(reason=commitment)
    assert json.loads(body)["payload"]["reason"] == str(commitment.digest)
    assert commitment.nonce.hex().encode() not in body
