"""Who looked at one person's consents, and why: the ledger holds the reason's digest."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from consent.law import clock
from consent.subjects.models import Subject


class PersonLook(models.Model):
    """One look at one person. It opens their page to whoever looked, for a short time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="looks")
    reason = models.TextField()
    reason_nonce = models.BinaryField(max_length=32, editable=False)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "by", "-at"], name="person_look_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(name="person_look_says_why", condition=~models.Q(reason=""))
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="person_look_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return str(self.id)
