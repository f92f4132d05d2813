"""Children and who answers for them (Art. 8 GDPR): named by staff, ended by them or by the child's age."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects.ids import RecordId
from consent.subjects.models import Guardianship, Subject


class NotPossible(Exception):
    """What was asked cannot be done; the message says why."""


@transaction.atomic
def name_guardian(principal: Principal, child: RecordId, guardian: RecordId) -> Guardianship:
    """Say who holds parental responsibility for a child. Raises PermissionDenied, NotPossible."""
    require(principal, Permission.CONSENT_RECORD)
    people = {row.id: row for row in Subject.objects.select_for_update().filter(id__in=[child, guardian])}
    if len(people) != 2 or any(row.erased_at for row in people.values()):
        raise NotPossible(_("One of the two people is not there or has been erased."))
    today = clock.now().date()
    if not _is_child(people[child], today):
        raise NotPossible(
            _("Nothing says that this person is a child: there is no birth date, or they are of age.")
        )
    if _is_child(people[guardian], today):
        raise NotPossible(_("A child cannot answer for another one."))
    if _at(clock.now()).filter(child=child, guardian=guardian).exists():
        raise NotPossible(_("This guardian is named already."))
    made = Guardianship.objects.create(child=people[child], guardian=people[guardian])
    payload = {"guardian": guardian}
    record("subjects.guardian_named", actor=principal.actor, subject_ref=child, payload=payload)
    return made


@transaction.atomic
def end_guardianship(principal: Principal, guardianship: Guardianship) -> None:
    """Say that somebody no longer answers for a child. Raises PermissionDenied, NotPossible."""
    require(principal, Permission.CONSENT_RECORD)
    held = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if held.until is not None:
        raise NotPossible(_("This has ended already."))
    held.until = clock.now()
    held.save(update_fields=["until"])
    payload = {"guardian": held.guardian_id}
    record("subjects.guardian_ended", actor=principal.actor, subject_ref=held.child_id, payload=payload)


def guardians_of(child: UUID, at: datetime | None = None) -> list[UUID]:
    """Return who answered for a child at a moment: nobody once the child may consent alone."""
    moment = at or clock.now()
    rows = _at(moment).filter(child=child, child__guardian_until__gt=moment.date())
    return list(rows.order_by("since", "pk").values_list("guardian", flat=True))


def _at(moment: datetime) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


def _is_child(person: Subject, today: date) -> bool:
    return person.guardian_until is not None and person.guardian_until > today
