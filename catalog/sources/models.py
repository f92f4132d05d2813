"""The departments' systems: where each lies and how to reach it; its credential is sealed."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalog.sources.connectors.spec import Kind
from config.web.folding import sort_name
from consent.law import clock
from consent.parties.models import Department

_FILES = [Kind.SQLITE.value, Kind.FOLDER.value]
KIND_CHOICES = [(kind.value, kind.value) for kind in Kind]


class Outcome(models.TextChoices):
    """How the last check of a connection ended."""

    UNCHECKED = "unchecked", _("not checked yet")
    ANSWERED = "answered", _("answers")
    FAILED = "failed", _("does not answer")


class SourceQuerySet(models.QuerySet["Source"]):
    """Rows of sources."""

    def active(self) -> "SourceQuerySet":
        """Leave out those that are retired."""
        return self.filter(retired_at=None)


class Source(models.Model):
    """One system of a department.

    `credential` is the password as config.keyring seals it, bound to the place that it is for: moved
    to another host it no longer opens. `created_by` is the random id of whoever added it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    sort_name = sort_name()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(_("kind"), max_length=20, choices=KIND_CHOICES)
    host = models.CharField(_("host"), max_length=255, blank=True)
    port = models.PositiveIntegerField(_("port"), null=True, blank=True)
    database = models.CharField(_("database"), max_length=255, blank=True)
    user = models.CharField(_("user"), max_length=255, blank=True)
    path = models.CharField(_("path"), max_length=1000, blank=True)
    options = models.JSONField(default=dict, blank=True)
    credential = models.BinaryField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, default=Outcome.UNCHECKED, editable=False
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False)
    product = models.CharField(max_length=80, blank=True, editable=False)
    notes = models.JSONField(default=list, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(retired_at=None), name="source_name_once"
            ),
            models.CheckConstraint(name="source_has_a_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="source_kind_known", condition=models.Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="source_has_one_place",
                condition=models.Q(
                    models.Q(kind__in=_FILES, host="", user="", port=None, credential=None)
                    & ~models.Q(path=""),
                )
                | models.Q(~models.Q(kind__in=_FILES) & ~models.Q(host="") & models.Q(path="")),
            ),
            models.CheckConstraint(
                name="source_port_in_range",
                condition=models.Q(port=None) | models.Q(port__gte=1, port__lte=65535),
            ),
            models.CheckConstraint(
                name="retired_source_has_no_credential",
                condition=models.Q(retired_at=None) | models.Q(credential=None),
            ),
            models.CheckConstraint(
                name="source_failure_has_its_code",
                condition=~models.Q(outcome=Outcome.FAILED) | ~models.Q(problem=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["department", "sort_name"], name="source_of_department")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Say where it lies, in the short form for lists."""
        if self.path:
            return self.path
        port = f":{self.port}" if self.port else ""
        return f"{self.host}{port}/{self.database}".rstrip("/")


class SourceChange(models.Model):
    """One value of a source as it was set; the ledger holds a commitment to it. Never a credential."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    value = models.TextField(blank=True)
    nonce = models.BinaryField()
    actor = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="source_change_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        indexes: ClassVar = [models.Index(fields=["source", "-id"], name="change_of_source")]

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"
