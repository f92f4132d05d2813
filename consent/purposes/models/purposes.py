"""Purposes and the versions of their legal basis; a version in force is never changed, only ended."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.law.basis import Art6, Art9
from consent.law.categories import CATEGORIES
from consent.parties.models import Department
from consent.purposes.models.triggers import (
    balancing_frozen,
    consent_not_replaced,
    decided_kept,
    difference_kept,
    purpose_kept,
    recipients_frozen,
    words_frozen,
)
from consent.purposes.states import RecipientRole, VersionState

_SPECIAL = [key for key, category in CATEGORIES.items() if category.special == "art9"]
_CRIMINAL = [key for key, category in CATEGORIES.items() if category.special == "art10"]


class Purpose(models.Model):
    """What data are used for, by one department; `kinds` are DPV purpose terms (local names)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="purposes")
    name_de = models.CharField(_("name (German)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    description_de = models.TextField(_("description (German)"))
    description_en = models.TextField(_("description (English)"))
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("kinds of purpose (DPV)"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        triggers: ClassVar = [purpose_kept]

    def __str__(self) -> str:
        return self.name_de


class BalancingTest(models.Model):
    """The balancing test of Art. 6(1)(f), step by step, with the date of its review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interest = models.TextField(_("interest"))
    whose = models.CharField(_("whose interest"), max_length=20)
    necessity = models.TextField(_("necessity"))
    less_intrusive_means = models.TextField(_("less intrusive means"))
    expectations = models.TextField(_("reasonable expectations"))
    safeguards = models.TextField(_("safeguards"))
    outweighs = models.BooleanField(_("the interest outweighs"))
    review_on = models.DateField(_("to be reviewed on"), null=True, help_text="empty in drafts only")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["review_on", "id"], name="balancing_by_review")]
        triggers: ClassVar = [balancing_frozen]

    def __str__(self) -> str:
        return str(self.id)


class _TimeRange(Func):
    """The half-open range in which a version is in force."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PurposeVersion(models.Model):
    """A basis for a purpose: drafted, the DPO's opinion asked, decided by the controller's representative.

    A DPO gives an opinion and does not decide (Art. 38(6) GDPR); drafting, opinion and decision are
    three different people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    art6 = models.CharField(max_length=8, choices=[(basis.value, basis.value) for basis in Art6])
    art9 = models.CharField(max_length=8, blank=True, choices=[(basis.value, basis.value) for basis in Art9])
    art10_law = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=200, blank=True)
    contract = models.CharField(max_length=200, blank=True)
    balancing = models.ForeignKey(BalancingTest, on_delete=models.PROTECT, null=True, blank=True)
    freedom_to_refuse = models.TextField(blank=True)
    categories = ArrayField(models.CharField(max_length=40))
    subjects = ArrayField(models.CharField(max_length=20), default=list)
    direct_marketing = models.BooleanField(default=False)
    for_children = models.BooleanField(default=False)
    legal_claims = models.BooleanField(default=False)
    automated = models.BooleanField(default=True)
    consent_days = models.PositiveIntegerField(null=True, blank=True, help_text="how long a consent lasts")
    bundled_with_contract = models.BooleanField(default=False)
    professional_secrecy = models.BooleanField(default=False)
    non_profit_members_only = models.BooleanField(default=False)
    public_task = models.BooleanField(default=False)
    consent_left_because = models.TextField(
        blank=True, help_text="why consent was left for another basis; the representative's words"
    )
    words_nonces = models.JSONField(
        default=dict, editable=False, help_text="open the ledger's commitments to the words of this row"
    )

    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="when the data protection officer was asked; empty for a draft"
    )
    opinion_by = models.UUIDField(null=True, blank=True)
    opinion_at = models.DateTimeField(null=True, blank=True)
    opinion_favourable = models.BooleanField(null=True)
    opinion = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    decision_reason = models.TextField(blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    in_force_to = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "number"], name="purpose_version_number_once"),
            models.CheckConstraint(
                name="opinion_by_another_than_the_drafter",
                condition=Q(opinion_by__isnull=True) | ~Q(opinion_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="decision_by_a_third_person_after_the_opinion",
                condition=Q(decided_by__isnull=True)
                | (
                    Q(opinion_by__isnull=False, opinion_at__lte=F("decided_at"))
                    & ~Q(decided_by=F("drafted_by"))
                    & ~Q(decided_by=F("opinion_by"))
                ),
            ),
            models.CheckConstraint(
                name="departing_from_the_opinion_needs_a_reason",
                condition=Q(accepted__isnull=True)
                | Q(accepted=False)
                | Q(opinion_favourable=True)
                | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="in_force_only_when_accepted",
                condition=Q(in_force_from__isnull=True) | Q(accepted=True),
            ),
            ExclusionConstraint(
                name="one_version_in_force_at_a_time",
                expressions=[
                    ("purpose", RangeOperators.EQUAL),
                    (_TimeRange("in_force_from", "in_force_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(in_force_from__isnull=False),
            ),
            models.CheckConstraint(
                name="accepted_with_what_its_basis_needs",
                condition=~Q(accepted=True)
                | (
                    (~Q(art6=Art6.CONTRACT.value) | ~Q(contract=""))
                    & (~Q(art6__in=[Art6.LEGAL_OBLIGATION.value, Art6.PUBLIC_TASK.value]) | ~Q(law=""))
                    & (~Q(art6=Art6.LEGITIMATE_INTERESTS.value) | Q(balancing__isnull=False))
                    & (~Q(categories__overlap=_SPECIAL) | ~Q(art9=""))
                    & (~Q(categories__overlap=_CRIMINAL) | ~Q(art10_law=""))
                ),
            ),
            models.CheckConstraint(
                name="consent_not_bundled_with_a_contract",
                condition=~Q(accepted=True)
                | Q(bundled_with_contract=False)
                | (~Q(art6=Art6.CONSENT.value) & ~Q(art9=Art9.EXPLICIT_CONSENT.value)),
            ),
        ]
        triggers: ClassVar = [words_frozen, decided_kept, consent_not_replaced]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"

    @property
    def by_consent(self) -> bool:
        """Say whether it rests on consent, of Art. 6 or of Art. 9."""
        return self.art6 == Art6.CONSENT or self.art9 == Art9.EXPLICIT_CONSENT

    @property
    def state(self) -> VersionState:
        """Say where the version stands now."""
        if self.accepted is None:
            if self.opinion_at:
                return VersionState.ADVISED
            return VersionState.ASKED if self.asked_at else VersionState.DRAFT
        if not self.accepted or self.in_force_from is None:
            return VersionState.REFUSED
        now, end = clock.now(), self.in_force_to
        if end is not None and (end <= now or end <= self.in_force_from):
            return VersionState.ENDED
        return VersionState.COMING if self.in_force_from > now else VersionState.IN_FORCE


class PurposeRecipient(models.Model):
    """Who receives data under one version of a purpose, and in which country."""

    class Role(models.TextChoices):
        """What the recipient is."""

        PROCESSOR = RecipientRole.PROCESSOR.value, _("processor")
        CONTROLLER = RecipientRole.CONTROLLER.value, _("controller of its own")
        AUTHORITY = RecipientRole.AUTHORITY.value, _("public authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PurposeVersion, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2)
    role = models.CharField(max_length=10, choices=Role, default=Role.PROCESSOR)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "name"], name="recipient_once_in_a_version")
        ]
        triggers: ClassVar = [recipients_frozen]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


class Difference(models.Model):
    """Why two kindred purposes differ, so that a refusal of one does not deny the other.

    Recorded by the controller's representative; without it a refusal holds under every kindred purpose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="differences")
    refused = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reason_nonce = models.BinaryField(null=True, editable=False)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "refused"], name="difference_recorded_once"),
            models.CheckConstraint(
                name="difference_between_two_purposes", condition=~Q(purpose=F("refused"))
            ),
        ]
        triggers: ClassVar = [difference_kept]

    def __str__(self) -> str:
        return f"{self.purpose} / {self.refused}"
