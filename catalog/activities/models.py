"""Processing activities, what they work on, who receives data, how long they stay; and purposes of single fields."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.activities.states import Unit
from catalog.activities.triggers import rule_falls_with_its_collection, starts_within
from catalog.fields.models import Collection, Field
from catalog.fields.models.triggers import choices, one_of
from config.web.folding import sort_name
from consent.law import clock
from consent.law.categories import SUBJECTS
from consent.parties.models import Department
from consent.purposes.models import Purpose
from consent.purposes.states import RecipientRole

_COUNTRY = r"^([A-Z]{2})?$"


class ProcessingActivity(models.Model):
    """What a department does with data (Art. 30(1)): purposes, collections, whose data, recipients, retention.

    `revision` counts its descriptions: who changes an older one has not seen what holds now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="activities")
    name_de = models.CharField(_("name (German)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    purposes = models.ManyToManyField(Purpose, related_name="activities", blank=True)
    collections = models.ManyToManyField(
        Collection, through="ActivityCollection", related_name="activities", blank=True
    )
    subjects = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    described_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    sort_name = sort_name("name_de")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("department"), Lower("name_de"), condition=Q(ended_at=None), name="activity_named_once"
            ),
            models.CheckConstraint(name="activity_has_both_names", condition=~Q(name_de="") & ~Q(name_en="")),
            models.CheckConstraint(
                name="activity_subjects_known",
                condition=Q(subjects__contained_by=[str(one) for one in SUBJECTS]),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sort_name", "id"], name="activity_by_name")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_de


class ActivityCollection(models.Model):
    """A collection that an activity works on; several activities may share one."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="links")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="activity_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "collection"], name="collection_once_in_an_activity")
        ]
        triggers: ClassVar = [rule_falls_with_its_collection]

    def __str__(self) -> str:
        return str(self.collection_id)


class Recipient(models.Model):
    """Who receives data of an activity, as what, and where. An empty country is one that nobody knows."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    role = models.CharField(
        max_length=10, choices=choices(RecipientRole), default=RecipientRole.PROCESSOR.value
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "name"], name="recipient_once_in_an_activity"),
            models.CheckConstraint(
                name="recipient_country_is_a_code", condition=Q(country__regex=_COUNTRY) & ~Q(name="")
            ),
            one_of("role", RecipientRole, "recipient_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class RetentionRule(models.Model):
    """How long an activity keeps its data: from the date in a field on, for a period, by a law."""

    activity = models.OneToOneField(
        ProcessingActivity, on_delete=models.CASCADE, primary_key=True, related_name="retention"
    )
    start = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    period = models.PositiveIntegerField(_("period"))
    unit = models.CharField(max_length=6, choices=choices(Unit), default=Unit.YEARS.value)
    law = models.CharField(_("law"), max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="retention_says_how_long", condition=Q(period__gte=1)),
            models.CheckConstraint(name="retention_cites_its_law", condition=~Q(law="")),
            one_of("unit", Unit, "retention_unit_known"),
        ]
        triggers: ClassVar = [starts_within]

    def __str__(self) -> str:
        return f"{self.period} {self.unit}"


class ActivityVersion(models.Model):
    """An activity as it was described once; never changed. `nonce` opens the ledger's digest of `content`."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text="what was said, as JSON")
    nonce = models.BinaryField()
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    evidence = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="description_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.number}"


class StatedPurpose(models.Model):
    """What one field was collected for, where it differs from its collection; no purpose: nobody knows it."""

    id = models.BigAutoField(primary_key=True)
    field = models.OneToOneField(Field, on_delete=models.CASCADE, related_name="stated_purpose")
    purposes = models.ManyToManyField(Purpose, related_name="stated_fields", blank=True)
    stated_by = models.UUIDField()
    stated_at = models.DateTimeField(default=clock.now)
    evidence = models.UUIDField()

    def __str__(self) -> str:
        return str(self.field_id)
