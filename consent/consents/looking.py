"""Look one person up: who looks says why, and what opens is theirs for half an hour."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consent.consents.models import PersonLook
from consent.consents.searching import people_named
from consent.consents.words import fault_words
from consent.evidence.commitment import commit
from consent.evidence.services import record
from consent.law import clock
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.subjects.models import Subject

OPEN_FOR = timedelta(minutes=30)


def find_people(kind: str, value: str) -> list[UUID]:
    """Return whom a record id, an e-mail address or a telephone number names. Raises ValidationError, NoAnswer."""
    if kind != "record":
        return people_named(kind, value)
    try:
        wanted = UUID(value)
    except ValueError:
        raise ValidationError(fault_words("record_id")) from None
    return list(Subject.objects.filter(pk=wanted).values_list("id", flat=True))


@transaction.atomic
def look_at(principal: Principal, people: list[UUID], reason: str) -> list[PersonLook]:
    """Record that somebody looks at people, and why. Raises PermissionDenied, ValidationError."""
    require(principal, Permission.CONSENT_READ)
    said = reason.strip()
    if not said:
        raise ValidationError(_("Please say why you look this person up."))
    looks = []
    for subject in people:
        bound = commit(said)
        look = PersonLook.objects.create(
            subject_id=subject, reason=said, reason_nonce=bound.nonce, by=principal.actor
        )
        payload = {"look": look.id, "reason": bound.digest}
        record("consents.person_looked_up", actor=principal.actor, subject_ref=subject, payload=payload)
        looks.append(look)
    return looks


def open_look(principal: Principal, subject: UUID) -> PersonLook | None:
    """Return the look by which a person's page is open to somebody now."""
    require(principal, Permission.CONSENT_READ)
    looks = PersonLook.objects.filter(subject=subject, by=principal.actor, at__gt=clock.now() - OPEN_FOR)
    return looks.order_by("-at").first()
