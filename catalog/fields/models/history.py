"""What happened to each field, and the decisions of people with their reasons; rows are never changed."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from catalog.fields.models.collections import Field
from catalog.fields.models.scans import Scan
from catalog.fields.models.triggers import choices, one_of
from catalog.fields.states import Decision, Event
from consent.law import clock


class FieldDecision(models.Model):
    """One decision of a person on one or more fields.

    The reason's text stands here only; the ledger holds its commitment, `reason_nonce` opens it.
    `fields_nonce` opens the digest of the list of fields.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.UUIDField()
    action = models.CharField(max_length=10, choices=choices(Decision))
    category = models.CharField(max_length=40, blank=True)
    subjects = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    reason_nonce = models.BinaryField(null=True, editable=False)
    fields_nonce = models.BinaryField(editable=False)
    count = models.PositiveIntegerField()
    evidence = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            one_of("action", Decision, "field_decision_action_known"),
            models.CheckConstraint(
                name="field_decision_says_why",
                condition=models.Q(action=Decision.CONFIRMED.value) | ~models.Q(reason=""),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.action} {self.count}"


class FieldHistory(models.Model):
    """One event of a field: what was found when by which rules, or what a person decided."""

    id = models.BigAutoField(primary_key=True)
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    event = models.CharField(max_length=10, choices=choices(Event))
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, null=True, blank=True)
    decision = models.ForeignKey(
        FieldDecision, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    rules_version = models.CharField(max_length=40, blank=True)
    type = models.TextField(blank=True)
    category = models.CharField(max_length=40)
    personal = models.BooleanField()
    subjects = models.CharField(max_length=20, null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    category_confidence = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            one_of("event", Event, "field_history_event_known"),
            models.CheckConstraint(
                name="field_history_has_an_origin",
                condition=models.Q(scan__isnull=False, decision__isnull=True)
                | models.Q(scan__isnull=True, decision__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["field", "-id"], name="field_history_of_field")]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"
