"""Consent events and what they come to. Events are only ever appended."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.law.standing import Kind, State
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion
from consent.subjects.models import Subject


class Snapshot(models.Model):
    """What somebody saw and clicked: wording, layout and state of the boxes, once for each content."""

    sha256 = models.BinaryField(primary_key=True, max_length=32)
    content = models.JSONField()
    seen_first_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="snapshot_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return bytes(self.sha256).hex()


class ConsentEvent(models.Model):
    """One event of one person on one purpose. Two times: when it happened, when we stored it.

    `key` makes recording idempotent: the same key again is the same event.
    """

    class Clock(models.TextChoices):
        """Whose clock gave `at`."""

        SERVER = "server", _("ours")
        CLAIMED = "claimed", _("claimed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80)
    # Each index costs at every word that is recorded: what a composite one covers has none of its own
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="consent_events", db_index=False
    )
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, related_name="consent_events", db_index=False
    )
    purpose_version = models.ForeignKey(
        PurposeVersion, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    clock = models.CharField(max_length=8, choices=Clock, default=Clock.SERVER)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=2, blank=True)
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    expression = models.CharField(
        max_length=20, blank=True, help_text="box, double_opt_in, signature, phone, ..."
    )
    explicit = models.BooleanField(default=False)
    guardian = models.BooleanField(default=False)
    steps = models.PositiveSmallIntegerField(null=True, blank=True, help_text="clicks that it took")
    opt_in_sent_at = models.DateTimeField(null=True, blank=True)
    opt_in_confirmed_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True, help_text="the ledger's entry of an import names it")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="consent_event_batch"),
            models.Index(fields=["subject", "purpose", "at"], name="consent_event_history"),
            models.Index(fields=["purpose", "at"], name="consent_event_purpose"),
            models.Index(
                fields=["purpose_version"], name="consent_event_version",
                condition=Q(purpose_version__isnull=False),
            ),
            models.Index(fields=["notice"], name="consent_event_notice", condition=Q(notice__isnull=False)),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="consent_event_key_once"),
            models.CheckConstraint(
                name="our_clock_is_the_time_of_recording",
                condition=~Q(clock="server") | Q(at=F("recorded_at")),
            ),
            models.CheckConstraint(
                name="double_opt_in_in_order",
                condition=Q(opt_in_confirmed_at__isnull=True)
                | Q(opt_in_sent_at__isnull=False, opt_in_confirmed_at__gte=F("opt_in_sent_at")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="consent_event_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ConsentState(models.Model):
    """Where a person stands on a purpose now: the fold of their events, kept in the events' transaction.

    It is what a decision about many people joins with; the events stay what counts, and
    `manage.py check_consent_states` proves that both agree.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="consent_states", db_index=False
    )
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, related_name="consent_states", db_index=False
    )
    state = models.CharField(max_length=24, choices=[(state.value, state.value) for state in State])
    event = models.ForeignKey(
        ConsentEvent, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField(null=True, blank=True, help_text="of the giving that permits")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="of the last refusal, withdrawal or end")
    valid_until = models.DateTimeField(null=True, blank=True)
    notice_number = models.PositiveIntegerField(default=0)
    explicit = models.BooleanField(default=False)
    guardian = models.BooleanField(default=False)
    ahead = models.BooleanField(
        default=False, help_text="an event claims a time to come: only a new fold tells the state then"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "subject"], name="one_state_a_person_and_purpose"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject"], name="consent_state_subject"),
            models.Index(fields=["purpose"], name="consent_state_ahead", condition=Q(ahead=True)),
        ]

    def __str__(self) -> str:
        return self.state


class StopTime(models.Model):
    """How long after a withdrawal online had arrived a decision denied; `denied` false would be a fault."""

    event = models.OneToOneField(ConsentEvent, on_delete=models.PROTECT, primary_key=True, related_name="+")
    milliseconds = models.FloatField()
    denied = models.BooleanField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="stop_time_at")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="stop_time_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.milliseconds:.1f} ms"
