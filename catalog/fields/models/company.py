"""Versions of the company's own words and detectors, and what each would change of the catalogue."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from catalog.fields.models.collections import Field
from catalog.fields.models.triggers import choices, one_of, only_transitions
from catalog.fields.states import WORDS_TRANSITIONS, WordsState
from consent.law import clock


class CompanyWords(models.Model):
    """One version: its text never changes, its state does; at most one is in force.

    `previewed_over` is the number of the version that was in force when the preview was worked out, 0
    for none. `tables_unread` are those of `tables_total` that were judged by names alone, for their source
    did not answer. The reason's text stands here only; the ledger holds its commitment and the text's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    text_nonce = models.BinaryField(editable=False)
    reason = models.TextField()
    reason_nonce = models.BinaryField(editable=False)
    state = models.CharField(max_length=10, choices=choices(WordsState), default=WordsState.DRAFT.value)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    applied_by = models.UUIDField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    previewed_at = models.DateTimeField(null=True, blank=True)
    previewed_over = models.PositiveIntegerField(null=True, blank=True)
    # Whoever works out the preview holds this; another run takes it away
    preview_run = models.UUIDField(null=True, blank=True, editable=False)
    preview_beat = models.DateTimeField(null=True, blank=True, editable=False)
    tables_total = models.PositiveIntegerField(default=0)
    tables_done = models.PositiveIntegerField(default=0)
    tables_unread = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            one_of("state", WordsState, "company_words_state_known"),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state=WordsState.APPLIED.value),
                name="company_words_one_in_force",
            ),
            models.CheckConstraint(name="company_words_say_why", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="company_words_applied_by_somebody",
                condition=~models.Q(state=WordsState.APPLIED.value)
                | models.Q(applied_by__isnull=False, applied_at__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            only_transitions("state", WORDS_TRANSITIONS),
            pgtrigger.ReadOnly(name="text_kept", fields=["number", "text", "reason", "proposed_by"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class CompanyChange(models.Model):
    """One field that a version would judge otherwise: from which category to which."""

    id = models.BigAutoField(primary_key=True)
    words = models.ForeignKey(CompanyWords, on_delete=models.CASCADE, related_name="changes")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["words", "field"], name="company_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"
