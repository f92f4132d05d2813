"""The revision of all that decisions know of purposes; whom they look at closer; who asked for one and why."""

import uuid

from django.db import models

from consent.law import clock
from consent.subjects.models import Subject


class PurposeRevision(models.Model):
    """One row: a random id that each change of purposes, differences or notices replaces (by triggers)."""

    id = models.BooleanField(primary_key=True, default=True)
    revision = models.UUIDField()

    def __str__(self) -> str:
        return str(self.revision)


class Exceptional(models.Model):
    """Somebody who ever objected, was restricted or has several records: the kept states do not tell (triggers)."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.subject_id)


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
