"""Findings: how a source or the rules depart from what the catalogue held, or what nobody knows; with their owner."""

import uuid
from typing import ClassVar

from django.db import models

from catalog.fields.models.collections import Collection, Field
from catalog.fields.models.scans import Scan
from catalog.fields.models.triggers import choices, one_of, only_transitions
from catalog.fields.states import FINDING_TRANSITIONS, UNTIL_KNOWN, FindingKind, FindingState
from consent.law import clock
from consent.parties.models import Department, User


class Finding(models.Model):
    """One departure, or one thing that is unknown of a table, a field or a processing activity.

    `before` and `after` hold types or category keys, never a value of the source.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(
        "sources.Source", on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    field = models.ForeignKey(Field, on_delete=models.CASCADE, null=True, blank=True, related_name="findings")
    activity = models.ForeignKey(
        "activities.ProcessingActivity",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
    )
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, null=True, blank=True, related_name="findings")
    kind = models.CharField(max_length=20, choices=choices(FindingKind))
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=choices(FindingState), default=FindingState.OPEN.value)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True)
    reason_nonce = models.BinaryField(null=True, editable=False)
    evidence = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("kind", FindingKind, "finding_kind_known"),
            one_of("state", FindingState, "finding_state_known"),
            models.UniqueConstraint(
                fields=["kind", "collection", "field", "activity"],
                condition=models.Q(state=FindingState.OPEN.value),
                nulls_distinct=False,
                name="finding_open_once",
            ),
            models.CheckConstraint(
                name="finding_is_about_data_or_an_activity",
                condition=models.Q(activity__isnull=True, source__isnull=False, collection__isnull=False)
                | models.Q(activity__isnull=False, source__isnull=True, collection__isnull=True),
            ),
            models.CheckConstraint(
                name="finding_comes_from_a_scan_or_is_unknown",
                condition=models.Q(scan__isnull=False, activity__isnull=True)
                | models.Q(scan__isnull=True, kind__in=[str(kind) for kind in sorted(UNTIL_KNOWN)]),
            ),
            models.CheckConstraint(
                name="finding_handled_says_who_and_why",
                condition=~models.Q(state=FindingState.HANDLED.value)
                | (models.Q(handled_by__isnull=False) & ~models.Q(reason="")),
            ),
            models.CheckConstraint(
                name="finding_closes_with_its_state",
                condition=models.Q(state=FindingState.OPEN.value, closed_at__isnull=True)
                | models.Q(~models.Q(state=FindingState.OPEN.value), closed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-opened_at", "id"], name="finding_by_state"),
            models.Index(fields=["source", "state"], name="finding_of_source"),
        ]
        triggers: ClassVar = [only_transitions("state", FINDING_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.kind} {self.activity or self.collection}"
