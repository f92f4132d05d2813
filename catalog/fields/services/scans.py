"""Start and cancel scans, and set the rhythm in which a source is scanned by itself."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.fields.models import Scan, Schedule
from catalog.fields.proof import rules_code
from catalog.fields.rules import version_in_force
from catalog.fields.services.problems import NotPossible
from catalog.fields.states import Rhythm, ScanState, Trigger
from catalog.sources.models import Source
from config.messages import hand_over
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require

_STEP = {
    Rhythm.DAILY: timedelta(days=1),
    Rhythm.WEEKLY: timedelta(weeks=1),
    Rhythm.MONTHLY: timedelta(days=30),
}


def start_scan(source: Source, principal: Principal) -> Scan:
    """Queue a scan of the source and send it to a worker."""
    require(principal, Permission.SCAN_RUN, source.department_id)
    scan = queue_scan(source, Trigger.PERSON, principal.actor)
    transaction.on_commit(partial(_send, scan.pk))
    return scan


def start_scan_by_itself(source: Source, trigger: Trigger) -> Scan | None:
    """Queue a scan that no person asked for; None where one is under way already."""
    try:
        scan = queue_scan(source, trigger, None)
    except NotPossible:
        return None
    transaction.on_commit(partial(_send, scan.pk))
    return scan


@transaction.atomic
def queue_scan(source: Source, trigger: Trigger, actor: UUID | None) -> Scan:
    """Write down that the source is to be scanned. Raises NotPossible while a scan is under way."""
    if source.retired_at is not None:
        raise NotPossible(_("This source has been retired."))
    rules = version_in_force()
    scan = Scan(source=source, trigger=trigger, started_by=actor, rules_version=rules)
    try:
        with transaction.atomic():
            scan.save(force_insert=True)
    except IntegrityError:
        raise NotPossible(_("A scan of this source is under way already.")) from None
    record(
        "scan.started",
        actor=actor,
        payload={
            "scan": scan.pk,
            "source": source.pk,
            "trigger": Code(trigger),
            "rules": Code(rules_code(rules)),
        },
    )
    return scan


@transaction.atomic
def cancel_scan(scan: Scan, principal: Principal) -> Scan:
    """End a scan; what it has stored so far stays. Its worker notices, also while a source lets it wait."""
    require(principal, Permission.SCAN_RUN, scan.source.department_id)
    held = Scan.objects.select_for_update().get(pk=scan.pk)
    if not held.live:
        raise NotPossible(_("This scan has already ended."))
    held.state, held.ended_at, held.worker = ScanState.CANCELLED, clock.now(), None
    held.save(update_fields=["state", "ended_at", "worker"])
    record("scan.cancelled", actor=principal.actor, payload={"scan": held.pk, "source": held.source_id})
    return held


@transaction.atomic
def set_schedule(source: Source, rhythm: Rhythm | None, principal: Principal) -> Schedule | None:
    """Let the source be scanned in this rhythm by itself; None ends it."""
    require(principal, Permission.SCAN_RUN, source.department_id)
    record(
        "schedule.set",
        actor=principal.actor,
        payload={"source": source.pk, "rhythm": Code(rhythm) if rhythm else None},
    )
    if rhythm is None:
        Schedule.objects.filter(source=source).delete()
        return None
    values = {"rhythm": rhythm, "next_at": next_time(rhythm, clock.now()), "set_by": principal.actor}
    schedule, _made = Schedule.objects.update_or_create(source=source, defaults=values)
    return schedule


def next_time(rhythm: Rhythm, after: datetime) -> datetime:
    """Return when the next scan of this rhythm is due."""
    return after + _STEP[rhythm]


def _send(scan: UUID) -> None:
    from catalog.fields.tasks import run_scan

    hand_over(run_scan, scan)
