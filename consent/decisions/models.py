"""The revision of all that decisions know of purposes; who asked for one and why."""

import uuid

from django.db import models

from consent.law import clock


class PurposeRevision(models.Model):
    """One row: a random id that each change of purposes, differences or notices replaces (by triggers)."""

    id = models.BooleanField(primary_key=True, default=True)
    revision = models.UUIDField()

    def __str__(self) -> str:
        return str(self.revision)


class Look(models.Model):
    """That someone asked for a decision about a person, and why; the ledger holds the reason's digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    purpose = models.UUIDField()
    reason = models.TextField()
    reason_nonce = models.BinaryField(max_length=32)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)
