"""The ledger's tables. Entries, places, nodes and checkpoints are only ever added, never changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that happened: its exact bytes, and nothing that does not follow from them.

    PostgreSQL derives `id` from the bytes, and refuses bytes that could hold text. `tx` is the
    transaction that appended it: by it the sequencer knows that nothing earlier is still to come.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    tx = models.BigIntegerField(editable=False)
    body = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tx"], name="evidence_entry_tx")]

    def __str__(self) -> str:
        return str(self.id)


class Place(models.Model):
    """An entry's place in the ledger, given by the sequencer, and what lists are filtered by.

    All but the place follows from the entry's bytes; verification compares it with them.
    """

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="place")
    leaf_hash = models.BinaryField()
    kind = models.CharField(max_length=100)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    objects_named = ArrayField(models.UUIDField())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "index"], name="evidence_place_kind"),
            models.Index(fields=["actor", "index"], name="evidence_place_actor"),
            models.Index(fields=["at"], name="evidence_place_at"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class Checkpoint(models.Model):
    """A signed head of the tree, with the leaf hashes that were added since the one before.

    `settled_tx` is where the next search for new entries begins: of transactions before it, all
    that there will ever be has its place.
    """

    size = models.BigIntegerField(primary_key=True)
    previous = models.BigIntegerField(unique=True)
    note = models.TextField()
    leaf_hashes = models.BinaryField()
    frontier = models.BinaryField()
    settled_tx = models.BigIntegerField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.size)

    @property
    def added(self) -> int:
        """How many entries it covers that the one before did not."""
        return self.size - self.previous


class Node(models.Model):
    """A full subtree of every eighth level, kept so that proofs need few hashes."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Delivery(models.Model):
    """A checkpoint that left the machine: when, and by which way."""

    class Way(models.TextChoices):
        """How it left."""

        FILE = "file", _("File")
        MAIL = "mail", _("Mail")

    id = models.BigAutoField(primary_key=True)
    way = models.CharField(max_length=4, choices=Way.choices)
    size = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["way", "-at"], name="evidence_delivery_last")]

    def __str__(self) -> str:
        return f"{self.way} {self.size}"


class Verification(models.Model):
    """One re-computation of the whole ledger and what it found."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    seconds = models.FloatField()
    size = models.BigIntegerField()
    found = models.CharField(max_length=40, blank=True)
    index = models.BigIntegerField(null=True)
    compared = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.found or 'ok'}"
