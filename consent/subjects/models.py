"""People in the vault: what joins a person to their ids, identifiers and source rows, all of it sealed.

What joins an identifier or a source row to a person is ciphertext under a key that only a handle in the
same row names. Without the key store nobody gets from an index to a record id, also not in a backup.
"""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.law import clock
from consent.subjects.ids import new_record_id


class Subject(models.Model):
    """A person by record id. After an erasure the row stays, with everything of the person gone.

    `guardian_until` is the first of the month after the person may consent alone (Art. 8 GDPR); for an
    adult the day of enrolment, None where nobody knows the age. The birth date itself is sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_record_id, editable=False)
    key_handle = models.BinaryField(null=True)
    sealed_subject_id = models.BinaryField(null=True)
    sealed_details = models.BinaryField(null=True)
    guardian_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_handle"], name="subject_key_handle_once"),
            models.CheckConstraint(
                name="erased_subject_keeps_nothing",
                condition=Q(erased_at__isnull=True)
                | Q(
                    key_handle__isnull=True,
                    sealed_subject_id__isnull=True,
                    sealed_details__isnull=True,
                    guardian_until__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class IndexEntry(models.Model):
    """A blind index of one identifier. One index may lead to several people; it never merges them.

    `issuer` is the source whose number it is, or None for what is the same everywhere (an e-mail address).
    `sealed` is the record id under the link key that `handle` names.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    issuer = models.UUIDField(null=True, blank=True)
    normaliser = models.SmallIntegerField()
    index = models.BinaryField()
    handle = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        # The constraint's own index finds by `index`; an erasure finds by `handle`
        indexes: ClassVar = [models.Index(fields=["handle"], name="index_entry_handle")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["index", "handle"], name="index_entry_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SourceLink(models.Model):
    """A row of a source that is about a person: `key_index` is the blind index of the row's key.

    `sealed` holds the record id and the key itself, so that the person's rows can be found again.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.UUIDField()
    collection = models.UUIDField()
    key_index = models.BinaryField()
    handle = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "collection", "key_index"], name="source_row_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["handle"], name="source_link_handle")]

    def __str__(self) -> str:
        return f"link {self.id}"


class Answer(models.TextChoices):
    """What a steward says of people who may be one."""

    ONE = "one", _("one person")
    DIFFERENT = "different", _("different people")


class Conflict(models.Model):
    """Identifiers that contradict each other or are shared: a steward decides, nothing merges by itself.

    The people stand here by link handle, which leads to nobody without the key store. `identifiers` are
    the kinds concerned; `fingerprint` makes the same question be asked once.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    identifiers = ArrayField(models.CharField(max_length=30), default=list)
    source = models.UUIDField()
    collection = models.UUIDField()
    handles = ArrayField(models.BinaryField(), help_text="link handles of the people concerned")
    fingerprint = models.BinaryField(max_length=32)
    found_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True, choices=Answer.choices)
    reason = models.TextField(blank=True)
    reason_nonce = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="conflict_asked_once"),
            models.CheckConstraint(
                name="conflict_settled_by_somebody_with_an_answer",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, answer="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, answer__in=Answer.values),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "settled_at", "id"], name="conflict_of_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Merge(models.Model):
    """That two records are one person, and the undoing of it; kept as history."""

    id = models.BigAutoField(primary_key=True)
    kept = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="merged_in")
    merged = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="merged_into")
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.UUIDField()
    reason = models.TextField()
    reason_nonce = models.BinaryField(max_length=32)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_into_one_only"
            ),
            models.CheckConstraint(
                name="nobody_merges_with_themselves", condition=~Q(kept=models.F("merged"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"


class Guardianship(models.Model):
    """Who holds parental responsibility for a child in the vault (Art. 8 GDPR)."""

    id = models.BigAutoField(primary_key=True)
    child = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="guardians")
    guardian = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="wards")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="nobody_guards_themselves", condition=~Q(child=models.F("guardian"))),
        ]

    def __str__(self) -> str:
        return f"guardianship {self.id}"


class SealedProof(models.Model):
    """What the law says must stay reachable after an erasure, under a key of its own, until a day.

    Opened by two people, for defence and retention only; dropped when the last period ends.
    """

    id = models.UUIDField(primary_key=True, default=new_record_id, editable=False)
    handle = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    until = models.DateField()
    made_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class ProofOpening(models.Model):
    """A request to open a sealed proof, and the second person's answer."""

    id = models.BigAutoField(primary_key=True)
    proof = models.ForeignKey(SealedProof, on_delete=models.CASCADE, related_name="openings")
    reason = models.TextField()
    reason_nonce = models.BinaryField(max_length=32)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proof_opened_by_two",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.id}"


class PendingErasure(models.Model):
    """Keys still to be laid under tombstones after a person's rows are gone; a sweeper completes it."""

    id = models.BigAutoField(primary_key=True)
    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="erasure")
    handles = ArrayField(models.BinaryField())
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    buried_at = models.DateTimeField(null=True, blank=True)
    epoch = models.PositiveIntegerField(null=True, blank=True, help_text="of the key store, when buried")

    def __str__(self) -> str:
        return f"erasure {self.id}"


class Chore(models.TextChoices):
    """What the vault does by itself."""

    REWRAP = "rewrap", _("change of keys")
    BURY = "bury", _("keys of erased people laid under tombstones")
    DROP_PROOFS = "drop_proofs", _("sealed proofs dropped whose periods ended")


class ChoreRun(models.Model):
    """One run of a chore: asked for, begun, ended well or not. The row decides, a task only names it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    chore = models.CharField(max_length=20, choices=Chore.choices)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0, help_text="the epoch after a change of keys, else how many")
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="chore_known", condition=Q(chore__in=Chore.values)),
            models.CheckConstraint(
                name="chore_fails_after_it_began", condition=Q(error="") | Q(ended_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["chore", "-asked_at"], name="chore_run_latest")]

    def __str__(self) -> str:
        return f"{self.chore} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def ok(self) -> bool:
        """Say whether it ended well."""
        return self.ended_at is not None and not self.error


class LookUp(models.Model):
    """That somebody looked a person up by an identifier, and why; never the identifier."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=30)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)
    reason = models.TextField()
    reason_nonce = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="look_up_has_a_reason", condition=~Q(reason="")),
        ]
        indexes: ClassVar = [models.Index(fields=["-at"], name="look_up_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
