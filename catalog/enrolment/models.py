"""Which columns tell who somebody is, as a steward confirmed it, and the runs that enrol a source."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from catalog.enrolment.states import TRANSITIONS, EnrolmentState, IdentifierKind
from catalog.fields.models import Collection, Field
from catalog.fields.models.runs import Run, ends_with_its_state, one_live
from catalog.fields.models.triggers import choices, one_of, only_transitions
from catalog.sources.models import Source
from consent.law import clock

_LIVE = [state.value for state in EnrolmentState if state.live]


class PeopleTable(models.Model):
    """A collection whose rows are about one person each. `key` tells one row from the others.

    `one_row_each`: a person has one row (a list of customers); else many (orders, tickets).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="people_table")
    key = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    one_row_each = models.BooleanField()
    born = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.UUIDField()
    confirmed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.collection)


class IdentifyingField(models.Model):
    """A column that tells who somebody is. `issuer` is the source whose numbers they are.

    `prefix` is what stands before the number here and not with its issuer ("SHP-1001").
    """

    id = models.BigAutoField(primary_key=True)
    table = models.ForeignKey(PeopleTable, on_delete=models.CASCADE, related_name="identifiers")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(IdentifierKind))
    issuer = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prefix = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "field"], name="identifying_field_once"),
            one_of("kind", IdentifierKind, "identifying_kind_known"),
            models.CheckConstraint(
                name="identifying_number_has_its_issuer",
                condition=Q(kind=IdentifierKind.CUSTOMER_NUMBER, issuer__isnull=False)
                | Q(~Q(kind=IdentifierKind.CUSTOMER_NUMBER), issuer__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.field_id}"


class Enrolment(Run):
    """One walk through the people of a source."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="enrolments")
    state = models.CharField(
        max_length=10, choices=choices(EnrolmentState), default=EnrolmentState.QUEUED.value
    )
    rows_estimated = models.PositiveBigIntegerField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    linked_before = models.PositiveBigIntegerField(default=0)
    joined = models.PositiveBigIntegerField(default=0)
    made = models.PositiveBigIntegerField(default=0)
    people = models.PositiveBigIntegerField(default=0)
    unclear = models.PositiveBigIntegerField(default=0)
    without_key = models.PositiveBigIntegerField(default=0)
    questions = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            one_of("state", EnrolmentState, "enrolment_state_known"),
            one_live(_LIVE, "one_live_enrolment_per_source"),
            ends_with_its_state(_LIVE, "enrolment_ends_with_its_state"),
            models.CheckConstraint(
                name="enrolment_counts_every_row_once",
                condition=Q(
                    rows=models.F("linked_before")
                    + models.F("joined")
                    + models.F("made")
                    + models.F("unclear")
                    + models.F("without_key")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "-created_at"], name="enrolment_of_source")]
        triggers: ClassVar = [only_transitions("state", TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.source_id} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def live(self) -> bool:
        """Say whether it is queued or running."""
        return EnrolmentState(self.state).live
