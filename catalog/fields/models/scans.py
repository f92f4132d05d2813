"""Scans, their tables as units of work, and the rhythm in which a source is scanned."""

import uuid
from typing import ClassVar

from django.db import models

from catalog.fields.models.runs import Run, ends_with_its_state, one_live
from catalog.fields.models.triggers import choices, one_of, only_transitions
from catalog.fields.states import (
    SCAN_TRANSITIONS,
    TABLE_TRANSITIONS,
    Rhythm,
    ScanState,
    TableState,
    Trigger,
)

_LIVE = [state.value for state in ScanState if state.live]


class Scan(Run):
    """One walk through the tables of a source."""

    source = models.ForeignKey("sources.Source", on_delete=models.CASCADE, related_name="scans")
    state = models.CharField(max_length=10, choices=choices(ScanState), default=ScanState.QUEUED.value)
    trigger = models.CharField(max_length=10, choices=choices(Trigger))
    rules_version = models.CharField(max_length=40)
    listed_at = models.DateTimeField(null=True, blank=True)
    tables_total = models.PositiveIntegerField(default=0)
    tables_done = models.PositiveIntegerField(default=0)
    tables_failed = models.PositiveIntegerField(default=0)
    columns_seen = models.PositiveIntegerField(default=0)
    personal_seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            one_of("state", ScanState, "scan_state_known"),
            one_of("trigger", Trigger, "scan_trigger_known"),
            one_live(_LIVE, "one_live_scan_per_source"),
            ends_with_its_state(_LIVE, "scan_ends_with_its_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "-created_at"], name="scan_of_source"),
            models.Index(
                fields=["heartbeat"], condition=models.Q(state__in=_LIVE), name="scan_heartbeat_of_live"
            ),
        ]
        triggers: ClassVar = [only_transitions("state", SCAN_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.source} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def live(self) -> bool:
        """Say whether it is queued or running."""
        return ScanState(self.state).live


class ScanTable(models.Model):
    """One table of a scan: the unit of work. Its key makes a step that is done twice store once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="tables")
    schema = models.TextField(blank=True)
    name = models.TextField()
    kind = models.CharField(max_length=20, default="table")
    rows_estimated = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=choices(TableState), default=TableState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    collection = models.ForeignKey("fields.Collection", on_delete=models.SET_NULL, null=True, blank=True)
    columns = models.PositiveIntegerField(null=True, blank=True)
    personal = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    # The text that the ledger's digest was made of is rebuilt from the history of this table's fields
    nonce = models.BinaryField(null=True, blank=True, editable=False)
    evidence = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("state", TableState, "scan_table_state_known"),
            models.UniqueConstraint(fields=["scan", "schema", "name"], name="scan_table_once"),
            models.CheckConstraint(
                name="scan_table_failure_says_why",
                condition=~models.Q(state__in=[TableState.FAILED.value, TableState.PARTIAL.value])
                | ~models.Q(error=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scan", "state"], name="scan_table_by_state")]
        triggers: ClassVar = [only_transitions("state", TABLE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


class Schedule(models.Model):
    """When a source is scanned by itself."""

    source = models.OneToOneField(
        "sources.Source", on_delete=models.CASCADE, primary_key=True, related_name="schedule"
    )
    rhythm = models.CharField(max_length=10, choices=choices(Rhythm))
    next_at = models.DateTimeField(db_index=True)
    set_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [one_of("rhythm", Rhythm, "schedule_rhythm_known")]

    def __str__(self) -> str:
        return f"{self.source} {self.rhythm}"
