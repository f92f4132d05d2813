"""What the catalogue knows of a field's collection: purposes, retention, recipients; and what it does not."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from catalog.activities.models import ActivityCollection, Recipient, StatedPurpose
from catalog.activities.states import Gap
from catalog.activities.words import GAPS
from catalog.fields.models import Field
from consent.purposes.models import Purpose
from consent.purposes.origins import Unknown


class CatalogueOrigins:
    """Answers for every field of every source in use."""

    def unknown(self, categories: Collection[str], subjects: Collection[str]) -> Sequence[Unknown]:
        """Count the fields of which something is not known, by department and gap; one query."""
        rows = personal_fields().filter(category__in=list(categories))
        if subjects:
            rows = rows.filter(Q(subjects__in=list(subjects)) | Q(subjects__isnull=True))
        found = with_gap(rows).exclude(gap=None).order_by("source__department__sort_name", "gap")
        counted = found.values_list("source__department__name", "gap").annotate(Count("pk"))
        return [Unknown(gap, GAPS[gap], department, number) for department, gap, number in counted]


def personal_fields() -> QuerySet[Field]:
    """Return the fields with personal data that are there, of sources in use."""
    return Field.objects.filter(personal=True, gone_at=None, source__retired_at=None)


def with_gap(fields: QuerySet[Field]) -> QuerySet[Any]:
    """Add to each field the first `gap` of what is known of it; None where all is known."""
    links = ActivityCollection.objects.filter(collection=OuterRef("collection"), activity__ended_at=None)
    stated = StatedPurpose.objects.filter(field=OuterRef("pk"))
    homeless = Recipient.objects.filter(
        country="", activity__ended_at=None, activity__links__collection=OuterRef("collection")
    )
    own = Exists(stated)
    has_purpose = Exists(stated.filter(purposes__isnull=False)) | (
        ~own & Exists(links.filter(activity__purposes__isnull=False))
    )
    return fields.annotate(
        gap=Case(
            When(~Exists(links), then=Value(Gap.NO_ACTIVITY.value)),
            When(~has_purpose, then=Value(Gap.NO_PURPOSE.value)),
            When(Exists(links.filter(activity__retention=None)), then=Value(Gap.NO_RETENTION.value)),
            When(Exists(homeless), then=Value(Gap.NO_COUNTRY.value)),
            default=None,
            output_field=CharField(null=True),
        )
    )


def purposes_of(field: Field) -> list[Purpose]:
    """Return what a field was collected for: its own statement, else its collection's activities' purposes."""
    stated = StatedPurpose.objects.filter(field=field).first()
    if stated is not None:
        return list(stated.purposes.order_by("key"))
    rows = Purpose.objects.filter(
        activities__links__collection=field.collection_id, activities__ended_at=None
    )
    return list(rows.order_by("key").distinct())
