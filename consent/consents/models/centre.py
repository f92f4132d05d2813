"""How customers come to their consents: links, mailed codes, and searches that another process answers."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from consent.law import clock
from consent.purposes.models import Purpose
from consent.subjects.models import Subject


class PreferenceLink(models.Model):
    """A link to somebody's preference centre; of its token only the hash is kept.

    With a purpose it is for one-click unsubscribing (RFC 8058): it can end that purpose and nothing else,
    and does not expire, because mails are kept for years.
    """

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="preference_links")
    purpose = models.ForeignKey(Purpose, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.UUIDField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="preference_link_expiry")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_one_click_links_never_expire",
                condition=Q(expires_at__isnull=False) | Q(purpose__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.made_at}"


class CodeRequest(models.Model):
    """Somebody asked for a code to an address. The address is sealed until the worker has looked at it.

    `subject` is the person behind it, None where there is nobody or several; the page never tells.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_address = models.BinaryField(null=True)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    handled_at = models.DateTimeField(null=True, blank=True)
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="+")
    code_hash = models.BinaryField(null=True, max_length=32)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="code_request_age")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="address_gone_once_handled",
                condition=Q(handled_at__isnull=True) | Q(sealed_address__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PersonSearch(models.Model):
    """Whom an identifier belongs to: asked by the process that serves pages, answered by one that maps rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    found = ArrayField(models.UUIDField(), null=True)

    def __str__(self) -> str:
        return str(self.id)
