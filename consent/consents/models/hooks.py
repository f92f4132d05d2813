"""Webhooks: which systems hear of withdrawals, and each report to them as a row with a state."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.consents.models.events import ConsentEvent
from consent.law import clock
from consent.parties.models import Department
from consent.purposes.models import Purpose


class Webhook(models.Model):
    """A system of a department that hears of withdrawals; without a purpose of all that the department owns."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="webhooks")
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks"
    )
    url = models.URLField(max_length=500)
    sealed_secret = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["department"], condition=Q(ended_at__isnull=True), name="webhook_in_use")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Delivery(models.Model):
    """One report to one webhook: waiting until it is taken, tried again with growing pauses, then given up."""

    class State(models.TextChoices):
        """How far a report is."""

        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("taken")
        GIVEN_UP = "given_up", _("given up")

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    next_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=60, blank=True, help_text="the last status or fault, as a code")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "event"], name="one_report_a_webhook_and_event"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event_id}"
