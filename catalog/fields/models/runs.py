"""What every walk through a source keeps while it is queued, worked on and ended."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from consent.law import clock

QUEUED, RUNNING = "queued", "running"


class Run(models.Model):
    """One walk through a source. The row decides, a task only names it.

    `worker` is the token of the process that works on it now: a process that lost it stores nothing
    more. `heartbeat` tells that it lives. `started_by` is an actor's id, empty for the machine itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10)
    started_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    worker = models.UUIDField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    interruptions = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True


def one_live(states: Iterable[str], name: str) -> models.UniqueConstraint:
    """Return a constraint that a source has at most one run in these states."""
    return models.UniqueConstraint(fields=["source"], condition=Q(state__in=states), name=name)


def ends_with_its_state(states: Iterable[str], name: str) -> models.CheckConstraint:
    """Return a constraint that a run has an end exactly when it is in none of these states."""
    return models.CheckConstraint(
        name=name,
        condition=Q(state__in=states, ended_at__isnull=True)
        | Q(~Q(state__in=states), ended_at__isnull=False),
    )
