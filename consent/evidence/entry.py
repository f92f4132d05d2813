"""One entry of the ledger: its fields, and the exact bytes that are hashed, stored and proved."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NewType
from uuid import UUID

from consent.evidence.kinds import kind_named, moment_json, payload_json

EntryId = NewType("EntryId", UUID)

VERSION = 1
_FIELDS = {"actor", "at", "id", "kind", "payload", "subject", "v"}
# As RFC 8785 orders and spells what an entry can hold
_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class UnreadableEntry(ValueError):
    """The bytes are no entry that this product wrote; the message never repeats them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to whom, when; all of it by random ids, codes, counts, times and digests."""

    id: EntryId
    kind: str
    at: datetime
    actor: UUID | None
    subject: UUID | None
    payload: Mapping[str, str | int | bool | None]


def compose(
    kind: str,
    *,
    at: datetime,
    actor: UUID | None,
    subject: UUID | None,
    payload: Mapping[str, object],
) -> tuple[EntryId, bytes]:
    """Check the fields and write the entry's bytes: JSON as RFC 8785 orders and spells it.

    Raises RefusedEntry where something does not fit the kind.
    """
    entry_id = _new_id(at)
    known = kind_named(kind)
    body = (
        f'{{"actor":{_id(actor)},"at":{moment_json(at)},"id":"{entry_id}","kind":"{kind}",'
        f'"payload":{payload_json(known, payload)},"subject":{_id(subject)},"v":{VERSION}}}'
    )
    return entry_id, body.encode("ascii")


def read_entry(body: bytes) -> Entry:
    """Read an entry's bytes; raises UnreadableEntry unless they are exactly as `compose` writes."""
    try:
        fields = json.loads(body)
        canonical = _write(fields).encode("ascii") == body
        if not canonical or fields.keys() != _FIELDS or fields["v"] != VERSION:
            raise ValueError
        return _entry(fields)
    except (ValueError, TypeError, AttributeError):
        raise UnreadableEntry("The bytes are not those of an entry of this ledger.") from None


def _entry(fields: dict[str, Any]) -> Entry:
    return Entry(
        id=EntryId(UUID(fields["id"])),
        kind=str(fields["kind"]),
        at=datetime.strptime(fields["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
        actor=None if fields["actor"] is None else UUID(fields["actor"]),
        subject=None if fields["subject"] is None else UUID(fields["subject"]),
        payload=dict(fields["payload"]),
    )


def _id(given: UUID | None) -> str:
    return "null" if given is None else f'"{given}"'


def _new_id(at: datetime) -> EntryId:
    """Make an id as RFC 9562 describes version 7: time first, so that ids sort; the rest random.

    The twelve bits after the milliseconds count on within it (method 3), the last 62 are random.
    """
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    millis, rest = divmod(micros, 1000)
    random = int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    return EntryId(UUID(int=millis << 80 | 0x7 << 76 | rest << 66 | 0b10 << 62 | random))
