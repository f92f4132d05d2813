"""Mail of the embedded product: kept in an outbox instead of being sent."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models

from consent.law import clock

KEPT = timedelta(days=7)


class OutboxMessage(models.Model):
    """A message that the embedded product would have sent; it may hold links that open an account.

    Only embedded settings write here, and only an administrator on this machine reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    sender = models.CharField(max_length=320)
    recipients = models.TextField()
    subject = models.TextField()
    raw = models.BinaryField()

    objects: ClassVar[models.Manager["OutboxMessage"]] = models.Manager()

    def __str__(self) -> str:
        return f"Message {self.id}"
