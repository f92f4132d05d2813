"""Notices and their versions, exactly as they were shown."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.parties.models import Department
from consent.purposes.models.purposes import Purpose
from consent.purposes.models.triggers import published_kept


class Notice(models.Model):
    """What people are told when their data are collected (Art. 13) or come from elsewhere (Art. 14)."""

    class Origin(models.TextChoices):
        """Where the data come from: it decides which article applies."""

        PERSON = "person", _("from the person (Art. 13)")
        ELSEWHERE = "elsewhere", _("from elsewhere (Art. 14)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    origin = models.CharField(max_length=10, choices=Origin)
    purposes = models.ManyToManyField(Purpose, related_name="notices")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="notices",
        help_text="empty where the notice speaks for the whole controller",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class NoticeVersion(models.Model):
    """A version in one language: its points, the rendered copy and its hash; never changed once effective.

    Whether it changes the matter or only words is decided by two people: `material` says what they
    found, `proposed_by` and `confirmed_by` who, `confirmed_at` since when it is known. Number counts
    through all languages of the notice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    points = models.JSONField(
        help_text="point of consent.law.notices -> its words; first_layer: what is read at first sight"
    )
    recipients = ArrayField(models.CharField(max_length=120), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    rendered = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    covers = ArrayField(models.UUIDField(), default=list, help_text="the purposes that it tells of")
    material = models.BooleanField(null=True)
    reason = models.TextField(blank=True, help_text="why the change is material or of words only")
    automated_decisions = models.BooleanField(default=False)
    confirmation = models.TextField(blank=True, help_text="the second person's words")
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "number", "language"], name="notice_version_once"),
            models.CheckConstraint(
                name="notice_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="notice_effective_only_when_confirmed",
                condition=Q(effective_from__isnull=True)
                | Q(confirmed_by__isnull=False, material__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_confirmed_at_a_time",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            # Nobody is bound by what was decided later
            models.CheckConstraint(
                name="notice_effective_after_its_confirmation",
                condition=Q(effective_from__isnull=True) | Q(effective_from__gte=F("confirmed_at")),
            ),
        ]
        triggers: ClassVar = [published_kept]

    def __str__(self) -> str:
        return f"{self.notice} {self.number} ({self.language})"


class NoticeWord(models.Model):
    """What one person said about a version, never changed: the proof of who found it material, and why.

    `copies` is the hash of the copies that they had before them; `nonce` opens the ledger's digest of `reason`.
    """

    class What(models.TextChoices):
        """What somebody can say."""

        PROPOSED = "proposed", _("assessed")
        SENT_BACK = "sent_back", _("sent back")
        PUBLISHED = "published", _("agreed and published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    material = models.BooleanField()
    reason = models.TextField()
    nonce = models.BinaryField(editable=False)
    copies = models.BinaryField(max_length=32)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["notice", "number", "at"], name="notice_words")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_word_known", condition=Q(what__in=["proposed", "sent_back", "published"])
            ),
            models.CheckConstraint(name="notice_word_has_a_reason", condition=~Q(reason="")),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="words_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.number} {self.what}"
