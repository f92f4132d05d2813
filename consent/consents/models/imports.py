"""Imports of consent events from files: the file, how far it is, and every line that was not taken."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.parties.models import Department


class ConsentImport(models.Model):
    """One file of events. The file itself is deleted once it was read; `sha256` says which it was."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="consent_imports"
    )
    name = models.CharField(max_length=120)
    sha256 = models.BinaryField(max_length=32)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    lines = models.PositiveIntegerField(default=0, help_text="read so far, without the heading")
    stored = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="lines whose event was there already")
    broken = models.PositiveIntegerField(default=0)
    unproved = models.PositiveIntegerField(default=0, help_text="givings without a notice's version")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.UUIDField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class BrokenLine(models.Model):
    """A line that was not taken: its number and why, never what stood in it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ConsentImport, on_delete=models.CASCADE, related_name="broken_lines")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="broken_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.fault}"
