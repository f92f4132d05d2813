"""Start scans that are due: by their rhythm, or because the rules have become better since."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from catalog.fields.models import Scan, Schedule
from catalog.fields.rules import version_in_force
from catalog.fields.services.scans import next_time, start_scan_by_itself
from catalog.fields.states import Rhythm, ScanState, Trigger
from catalog.sources.models import Source
from consent.law import clock

_AT_ONCE = 20


def start_due_scans() -> int:
    """Start what is due now; return how many scans were started."""
    started = [scan for scan in [*_by_rhythm(), *_by_rules()] if scan is not None]
    return len(started)


@transaction.atomic
def _by_rhythm() -> list[Scan | None]:
    due = Schedule.objects.select_for_update(skip_locked=True, of=("self",)).select_related("source")
    rows = list(due.filter(next_at__lte=clock.now(), source__retired_at=None).order_by("next_at")[:_AT_ONCE])
    for row in rows:
        row.next_at = next_time(Rhythm(row.rhythm), clock.now())
    Schedule.objects.bulk_update(rows, ["next_at"])
    return [start_scan_by_itself(row.source, Trigger.SCHEDULE) for row in rows]


@transaction.atomic
def _by_rules() -> list[Scan | None]:
    """Re-examine sources whose last scan used other rules: values are not kept, so they are read again.

    Only a scan that ended well counts, so that a source that cannot be reached is not tried for ever.
    """
    last = Scan.objects.filter(source=OuterRef("pk")).order_by("-created_at")
    rows = (
        Source.objects.active()
        .alias(
            last_rules=Subquery(last.values("rules_version")[:1]),
            last_state=Subquery(last.values("state")[:1]),
        )
        .filter(last_state=ScanState.DONE)
    )
    outdated = rows.exclude(last_rules=version_in_force()).order_by("pk")[:_AT_ONCE]
    return [start_scan_by_itself(source, Trigger.RULES) for source in outdated]
