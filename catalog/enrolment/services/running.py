"""Start enrolments and work through them in steps that survive a killed worker.

The row decides, not the message: a worker claims a run and keeps a heartbeat with each batch. Batches are
idempotent, so whoever goes on begins anew and passes over what is linked.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from catalog.enrolment import evidence_kinds
from catalog.enrolment.models import Enrolment, PeopleTable
from catalog.enrolment.reading import RegisteredPeople, tables_of
from catalog.enrolment.states import EnrolmentState
from catalog.fields.services import claiming
from catalog.fields.services.claiming import Claim, ClaimLost
from catalog.fields.services.problems import NotPossible
from catalog.sources.connectors.base import SourceError
from catalog.sources.models import Source
from catalog.sources.opening import open_registered
from config.messages import hand_over
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects.enrolment import Report, enrol_batch

STALE_AFTER = timedelta(minutes=5)


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
    return claiming.abandoned(Enrolment.objects.all(), STALE_AFTER)


def _claim(run: UUID) -> Claim | None:
    claim = claiming.take(Enrolment.objects.all(), run, STALE_AFTER)
    if claim is not None and claim.worn_out:
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
                held = claiming.hold(Enrolment.objects.all(), claim)
                enrol_batch(batch, report, run.started_by)
                _keep(held, report)
    _end(claim, EnrolmentState.DONE)


def _keep(held: Enrolment, report: Report) -> None:
    counted = ("rows", "linked_before", "joined", "made", "people", "unclear", "without_key")
    for name in counted:
        setattr(held, name, getattr(report, name))
    held.questions, held.heartbeat = report.conflicts.total(), clock.now()
    held.save(update_fields=[*counted, "questions", "heartbeat"])


@transaction.atomic
def _end(claim: Claim, state: EnrolmentState, code: str = "", error: str = "") -> None:
    held = claiming.hold(Enrolment.objects.all(), claim)
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
    from catalog.enrolment.tasks import run_enrolment

    hand_over(run_enrolment, run)
