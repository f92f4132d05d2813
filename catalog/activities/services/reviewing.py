"""Find what is unknown of collections, fields and activities: one finding each, with an owner, until it is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.activities.models import ActivityCollection, ProcessingActivity, Recipient, StatedPurpose
from catalog.activities.origins import personal_fields
from catalog.fields.models import Collection, Finding
from catalog.fields.services.owners import owners_of
from catalog.fields.states import UNTIL_KNOWN, FindingKind, FindingState
from consent.law import clock

_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that nobody knows, as a finding names it."""

    kind: FindingKind
    department: UUID
    source: UUID | None = None
    collection: UUID | None = None
    field: UUID | None = None
    activity: UUID | None = None

    @property
    def key(self) -> tuple[str, UUID | None, UUID | None, UUID | None]:
        """What tells one open finding from another."""
        return str(self.kind), self.collection, self.field, self.activity


@transaction.atomic
def review_findings() -> int:
    """Open what is unknown and settle what became known; return how many are open. Safe to repeat."""
    wanted = {one.key: one for one in (*_of_collections(), *_of_fields(), *_of_activities())}
    held = Finding.objects.filter(kind__in=UNTIL_KNOWN, state=FindingState.OPEN)
    there = {
        (kind, collection, field, activity): pk
        for pk, kind, collection, field, activity in held.values_list(
            "pk", "kind", "collection", "field", "activity"
        )
    }
    known = [pk for key, pk in there.items() if key not in wanted]
    Finding.objects.filter(pk__in=known, state=FindingState.OPEN).update(
        state=FindingState.SETTLED, closed_at=clock.now()
    )
    _open([one for key, one in wanted.items() if key not in there])
    return len(wanted)


def _open(missing: list[Missing]) -> None:
    owners = owners_of({one.department for one in missing})
    Finding.objects.bulk_create(
        [
            Finding(
                kind=one.kind, department_id=one.department, source_id=one.source,
                collection_id=one.collection, field_id=one.field, activity_id=one.activity,
                owner=owners.get(one.department),
            )
            for one in missing
        ],
        batch_size=_ROWS,
        ignore_conflicts=True,
    )  # fmt: skip


def _of_collections() -> Iterator[Missing]:
    """Collections with personal data that no activity names."""
    links = ActivityCollection.objects.filter(collection=OuterRef("pk"), activity__ended_at=None)
    rows = Collection.objects.filter(gone_at=None, source__retired_at=None)
    rows = rows.filter(Exists(personal_fields().filter(collection=OuterRef("pk")))).exclude(Exists(links))
    for pk, source, department in rows.values_list("pk", "source", "source__department"):
        yield Missing(FindingKind.NO_ACTIVITY, department, source, collection=pk)


def _of_fields() -> Iterator[Missing]:
    """Fields of which somebody said that nobody knows what they were collected for."""
    stated = StatedPurpose.objects.filter(field=OuterRef("pk"), purposes__isnull=True)
    rows = personal_fields().filter(Exists(stated))
    for pk, collection, source, department in rows.values_list(
        "pk", "collection", "source", "source__department"
    ):
        yield Missing(FindingKind.NO_FIELD_PURPOSE, department, source, collection, field=pk)


def _of_activities() -> Iterator[Missing]:
    """Activities without a purpose, without a retention rule, or with a recipient in an unknown country."""
    running = ProcessingActivity.objects.filter(ended_at=None)
    homeless = Recipient.objects.filter(activity=OuterRef("pk"), country="")
    for kind, rows in (
        (FindingKind.NO_PURPOSE, running.filter(purposes__isnull=True)),
        (FindingKind.NO_RETENTION, running.filter(retention__isnull=True)),
        (FindingKind.NO_COUNTRY, running.filter(Exists(homeless))),
    ):
        for pk, department in rows.values_list("pk", "department"):
            yield Missing(kind, department, activity=pk)
