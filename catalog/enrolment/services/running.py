"""Start enrolments and work through them in steps that survive a killed worker.

The row decides, not the message: a worker claims a run and keeps a heartbeat with each batch. Batches are
idempotent, so whoever goes on begins anew and passes over what is linked.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from catalog.enrolment import evidence_kinds
from catalog.enrolment.models import Enrolment, PeopleTable
from catalog.enrolment.reading import RegisteredPeople, tables_of
from catalog.enrolment.states import EnrolmentState
from catalog.fields.services.problems import NotPossible
from catalog.sources.connectors.base import SourceError
from catalog.sources.models import Source
from catalog.sources.opening import open_registered
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects.enrolment import Report, enrol_batch

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=5)
_MOST_INTERRUPTIONS = 10


@dataclass(frozen=True)
class Claim:
    """A worker's right to work on a run."""

    run: UUID
    worker: UUID


class ClaimLost(Exception):
    """Another worker has the run: nothing more may be stored."""


def start_enrolment(principal: Principal, source: Source) -> Enrolment:
    """Queue an enrolment and send it to a worker. Raises PermissionDenied, NotPossible."""
    require(principal, Permission.SUBJECT_ENROL, source.department_id)
    run = queue_enrolment(source, principal.actor)
    transaction.on_commit(partial(_send, run.pk))
    return run


def queue_enrolment(source: Source, actor: UUID | None) -> Enrolment:
    """Write down that the source is to be enrolled. Raises NotPossible."""
    if source.retired_at is not None:
        raise NotPossible(_("This source has been retired."))
    tables = PeopleTable.objects.filter(collection__source=source, collection__gone_at=None)
    if not tables.exists():
        raise NotPossible(_("First say which columns of a table tell who somebody is."))
    estimated = tables.aggregate(rows=Sum("collection__rows_estimated"))["rows"]
    run = Enrolment(source=source, started_by=actor, rows_estimated=estimated)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        raise NotPossible(_("An enrolment of this source is under way already.")) from None
    return run


def work_on(run: UUID) -> None:
    """Claim the run and work through it to its end; returns at once where there is nothing to do."""
    claim = _claim(run)
    if claim is None:
        return
    try:
        _walk(claim)
    except ClaimLost:
        return
    except SourceError as error:
        _end(claim, EnrolmentState.FAILED, error.code, str(error))


def abandoned() -> list[UUID]:
    """Return the runs that nobody works on although they have not ended."""
    waiting = Q(state=EnrolmentState.QUEUED, created_at__lt=clock.now() - timedelta(seconds=45))
    return list(_claimable().filter(waiting | Q(state=EnrolmentState.RUNNING)).values_list("pk", flat=True))


def _claimable() -> QuerySet[Enrolment]:
    stale = Q(state=EnrolmentState.RUNNING, heartbeat__lt=clock.now() - STALE_AFTER)
    return Enrolment.objects.filter(Q(state=EnrolmentState.QUEUED) | stale)


def _claim(run: UUID) -> Claim | None:
    claim = Claim(run, uuid4())
    with transaction.atomic():
        held = _claimable().select_for_update(skip_locked=True).filter(pk=run).first()
        if held is None:
            return None
        held.interruptions += held.state == EnrolmentState.RUNNING
        held.state, held.worker, held.heartbeat = EnrolmentState.RUNNING, claim.worker, clock.now()
        held.started_at = held.started_at or clock.now()
        held.save(update_fields=["state", "worker", "heartbeat", "started_at", "interruptions"])
    if held.interruptions > _MOST_INTERRUPTIONS:
        _end(claim, EnrolmentState.FAILED, "failed", _("The enrolment was interrupted too often."))
        return None
    return claim


def _walk(claim: Claim) -> None:
    run = Enrolment.objects.select_related("source").get(pk=claim.run)
    report = Report()
    with open_registered(run.source) as connector:
        people = RegisteredPeople(run.source_id, tables_of(run.source), connector)
        for batch in people.people():
            with transaction.atomic():
                held = _hold(claim)
                enrol_batch(batch, report, run.started_by)
                _keep(held, report)
    _end(claim, EnrolmentState.DONE)


def _hold(claim: Claim) -> Enrolment:
    found = Enrolment.objects.select_for_update().filter(
        pk=claim.run, worker=claim.worker, state=EnrolmentState.RUNNING
    )
    held = found.first()
    if held is None:
        raise ClaimLost
    return held


def _keep(held: Enrolment, report: Report) -> None:
    counted = ("rows", "linked_before", "joined", "made", "people", "unclear", "without_key")
    for name in counted:
        setattr(held, name, getattr(report, name))
    held.questions, held.heartbeat = report.conflicts.total(), clock.now()
    held.save(update_fields=[*counted, "questions", "heartbeat"])


@transaction.atomic
def _end(claim: Claim, state: EnrolmentState, code: str = "", error: str = "") -> None:
    held = _hold(claim)
    held.state, held.ended_at, held.error_code, held.error = state, clock.now(), code, error
    held.save(update_fields=["state", "ended_at", "error_code", "error"])
    payload = {
        "enrolment": held.pk,
        "source": held.source_id,
        "outcome": Code(state),
        "rows": held.rows,
        "people": held.people,
    }
    record(evidence_kinds.ENDED, actor=held.started_by, payload=payload)


def _send(run: UUID) -> None:
    """Tell a worker to look at the run; a message that gets lost is made good by the sweeper."""
    from catalog.enrolment.tasks import run_enrolment

    try:
        run_enrolment.delay(str(run))
    except OperationalError:
        log.warning("The broker does not answer; the enrolment waits until the sweeper finds it.")
