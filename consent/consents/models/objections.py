"""Objections, restrictions and the permission of channels: what holds beside consents."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.consents.models.events import Snapshot
from consent.law import clock
from consent.law.facts import Channel, ObjectionKind
from consent.purposes.models import Purpose
from consent.subjects.models import Subject


class Objection(models.Model):
    """An objection (Art. 21 GDPR). It ends when taken back, or for 21(1) when overriding grounds are decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="objections")
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in ObjectionKind])
    channel = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="the person's grounds, for Art. 21(1)")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_recorded_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    ended_nonce = models.BinaryField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "since"], name="objection_subject")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="marketing_objection_ends_only_by_the_person",
                condition=Q(ended_by__isnull=True) | ~Q(kind=ObjectionKind.DIRECT_MARKETING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Restriction(models.Model):
    """A restriction of processing (Art. 18 GDPR), with its ground; the person is told before it is lifted."""

    class Ground(models.TextChoices):
        """Why processing is restricted."""

        ACCURACY = "18-1-a", _("accuracy contested")
        UNLAWFUL = "18-1-b", _("unlawful, erasure opposed")
        CLAIMS = "18-1-c", _("needed for the person's claims")
        OBJECTION = "18-1-d", _("objection pending")
        KEPT = "17-3", _("kept by law only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="restrictions")
    ground = models.CharField(max_length=6, choices=Ground)
    since = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.UUIDField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_recorded_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "since"], name="restriction_subject")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="told_before_lifted",
                condition=Q(lifted_at__isnull=True) | Q(told_at__isnull=False, told_at__lte=F("lifted_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.id}"


class ChannelPermission(models.Model):
    """A permission to advertise on a channel (s.7 UWG, s.25 TDDDG): given, used, ended; appended only.

    Proof of telephone consent is kept five years from giving and again from each use (s.7a UWG).
    """

    class Word(models.TextChoices):
        """What happened to the permission."""

        GIVEN = "given", _("given")
        USED = "used", _("used")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CUSTOMER = "customer", _("existing customer, s.7(3) UWG")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="channel_permissions")
    channel = models.CharField(max_length=8, choices=[(channel.value, channel.value) for channel in Channel])
    word = models.CharField(max_length=10, choices=Word)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.UUIDField(null=True, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "channel", "at"], name="channel_permission_history")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="channel_permission_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.channel}"
