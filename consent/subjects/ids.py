"""The ids of the vault, as types that must not be mixed."""

import secrets
from typing import NewType
from uuid import UUID

RecordId = NewType("RecordId", UUID)
"""Stands in ledger, consents, requests and read sets."""

SubjectId = NewType("SubjectId", bytes)
"""Of it pseudonyms are made; it stands nowhere in clear."""

BlindIndex = NewType("BlindIndex", bytes)
"""A PRF of (kind, issuing source, normaliser version, value)."""


def new_record_id() -> RecordId:
    """Draw a record id: 16 random bytes, all of them random (no version bits)."""
    return RecordId(UUID(bytes=secrets.token_bytes(16)))


def new_subject_id() -> SubjectId:
    """Draw a subject id: 16 random bytes."""
    return SubjectId(secrets.token_bytes(16))
