"""Collections (tables, views, files) and their fields, as the catalogue holds them now."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Concat

from catalog.fields.models.counts import noted_counts
from catalog.fields.models.triggers import choices, one_of
from catalog.fields.models.words import noted_words
from catalog.fields.states import Decision
from config.web.folding import folded
from consent.law.categories import CATEGORIES, SUBJECTS


def _text(text: str) -> models.Value:
    return models.Value(text, output_field=models.TextField())


class Collection(models.Model):
    """A table, view or file of a source. `gone_at`: it is no longer there; its decisions stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey("sources.Source", on_delete=models.CASCADE, related_name="collections")
    schema = models.TextField(blank=True)
    name = models.TextField()
    kind = models.CharField(max_length=20, default="table")
    comment = models.TextField(blank=True)
    rows_estimated = models.BigIntegerField(null=True, blank=True)
    subjects = models.CharField(max_length=20, null=True, blank=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    sort_name = models.GeneratedField(
        expression=folded(models.F("name")), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "schema", "name"], name="collection_once")
        ]
        indexes: ClassVar = [models.Index(fields=["sort_name", "id"], name="collection_by_name")]

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


class Field(models.Model):
    """One column or attribute.

    `category`, `personal`, `special` and `subjects` are what counts: the verdict of the rules, or the
    decision of a person, which outranks it. `found_*`, `confidence` and `reasons` are the rules' last
    verdict. `answered_category` is the verdict that the person had before them when deciding.
    Reasons are a list of {rule, de, en, weight}; a sampled value never stands in them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey("sources.Source", on_delete=models.CASCADE, related_name="fields")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="fields")
    table_name = models.TextField()
    position = models.PositiveIntegerField()
    name = models.TextField()
    type = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    references = models.TextField(blank=True)

    category = models.CharField(max_length=40)
    personal = models.BooleanField()
    special = models.CharField(max_length=5, null=True, blank=True)
    subjects = models.CharField(max_length=20, null=True, blank=True)

    found_category = models.CharField(max_length=40)
    found_personal = models.BooleanField()
    found_special = models.CharField(max_length=5, null=True, blank=True)
    found_subjects = models.CharField(max_length=20, null=True, blank=True)
    confidence = models.FloatField()
    category_confidence = models.FloatField()
    reasons = models.JSONField(default=list)
    rules_version = models.CharField(max_length=40)

    decision = models.CharField(max_length=10, choices=choices(Decision), default=Decision.PROPOSED.value)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    answered_category = models.CharField(max_length=40, blank=True)
    # Counts the decisions: who decides on an older number has seen an older state
    revision = models.PositiveIntegerField(default=0)

    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    search = models.GeneratedField(
        expression=folded(Concat("table_name", _text(" "), "name", _text(" "), "comment")),
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_name = models.GeneratedField(
        expression=folded(models.F("name")), output_field=models.TextField(), db_persist=True
    )
    # What a data protection officer wants to see first: specially protected, personal, the rest
    rank = models.GeneratedField(
        expression=models.Case(
            models.When(special__isnull=False, then=0),
            models.When(personal=True, then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "name"], name="field_once"),
            one_of("decision", Decision, "field_decision_known"),
            models.CheckConstraint(
                name="field_category_known",
                condition=models.Q(category__in=list(CATEGORIES), found_category__in=list(CATEGORIES)),
            ),
            models.CheckConstraint(
                name="field_subjects_known",
                condition=models.Q(subjects__isnull=True) | models.Q(subjects__in=[str(s) for s in SUBJECTS]),
            ),
            models.CheckConstraint(
                name="field_special_follows_category",
                condition=models.Q(
                    special="art9", category__in=[k for k, c in CATEGORIES.items() if c.special == "art9"]
                )
                | models.Q(
                    special="art10", category__in=[k for k, c in CATEGORIES.items() if c.special == "art10"]
                )
                | models.Q(
                    special__isnull=True, category__in=[k for k, c in CATEGORIES.items() if not c.special]
                ),
            ),
            models.CheckConstraint(
                name="field_confidence_is_a_probability",
                condition=models.Q(
                    confidence__gte=0,
                    confidence__lte=1,
                    category_confidence__gte=0,
                    category_confidence__lte=1,
                ),
            ),
            models.CheckConstraint(
                name="field_decided_by_somebody",
                condition=models.Q(
                    decision=Decision.PROPOSED.value, decided_by__isnull=True, decided_at__isnull=True
                )
                | models.Q(
                    ~models.Q(decision=Decision.PROPOSED.value),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="field_undecided_as_found",
                condition=~models.Q(decision=Decision.PROPOSED.value)
                | models.Q(category=models.F("found_category"), personal=models.F("found_personal")),
            ),
            models.CheckConstraint(
                name="field_rejected_is_not_personal",
                condition=~models.Q(decision=Decision.REJECTED.value)
                | models.Q(category="none", personal=False),
            ),
        ]
        indexes: ClassVar = [
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="field_search"),
            models.Index(fields=["sort_name", "id"], name="field_by_name"),
            models.Index(fields=["rank", "sort_name", "id"], name="field_by_rank"),
            models.Index(fields=["-category_confidence", "id"], name="field_by_confidence"),
            models.Index(fields=["category", "sort_name", "id"], name="field_by_category_and_name"),
            models.Index(fields=["decision", "sort_name", "id"], name="field_by_decision"),
            # What was decided of a column is looked up by its name, for the same column elsewhere
            models.Index(
                fields=["sort_name"],
                condition=~models.Q(decision=Decision.PROPOSED.value),
                name="field_decided_by_name",
            ),
            models.Index(
                fields=["rank", "sort_name", "id"],
                condition=models.Q(gone_at__isnull=False),
                name="field_gone_by_rank",
            ),
        ]
        triggers: ClassVar = [*noted_words(), *noted_counts()]

    def __str__(self) -> str:
        return f"{self.table_name}.{self.name}"

    @property
    def decided(self) -> bool:
        """Say whether a person has decided on it."""
        return self.decision != Decision.PROPOSED
