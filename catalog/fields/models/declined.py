"""Proposals that somebody declined: what was decided elsewhere does not hold for this field."""

from typing import ClassVar

import pgtrigger
from django.db import models

from catalog.fields.models.collections import Field
from consent.law import clock
from consent.law.categories import CATEGORIES


class DeclinedProposal(models.Model):
    """One declined proposal: neither its origin nor its category is proposed for the field again."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="declined_proposals")
    origin = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=40)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)
    evidence = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "origin"], name="proposal_declined_once"),
            models.CheckConstraint(
                name="proposal_declined_category_known", condition=models.Q(category__in=list(CATEGORIES))
            ),
            models.CheckConstraint(
                name="proposal_declined_from_elsewhere", condition=~models.Q(field=models.F("origin"))
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.field_id} {self.category}"
