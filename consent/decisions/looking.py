"""Explain a decision about a person to somebody; that they asked, and why, is recorded first."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.decisions.models import Look
from consent.decisions.single import may
from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law.decision import Decision
from consent.law.facts import Channel


def explain(
    actor: UUID, reason: str, purpose: UUID, subject: UUID, categories: frozenset[str],
    channel: Channel | None, at: datetime | None, known_at: datetime | None,
) -> Decision:  # fmt: skip
    """Record who looks and why, then decide."""
    bound = commit(reason)
    with transaction.atomic():
        look = Look.objects.create(
            subject=subject, purpose=purpose, reason=reason, reason_nonce=bound.nonce, by=actor
        )
        payload = {"purpose": purpose, "look": look.id, "reason": bound.digest}
        record("decisions.looked_up", actor=actor, subject_ref=subject, payload=payload)
    return may(purpose, subject, categories, channel, at=at, known_at=known_at)
