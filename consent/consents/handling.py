"""Staff and programs record objections, restrictions and channels for somebody, and end what may end."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consent.consents import objecting
from consent.consents.models import ChannelPermission, Objection, Restriction
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.law.standing import SKEW
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes.models import Purpose


def record_objection(
    principal: Principal, subject: UUID, kind: ObjectionKind, *, purpose: Purpose | None = None,
    channel: str = "", since: datetime | None = None, reason: str = "",
) -> Objection:  # fmt: skip
    """Record an objection that reached somebody here, for any department: it only ever protects.

    Raises PermissionDenied, ValidationError.
    """
    require(principal, Permission.CONSENT_RECORD)
    if kind is ObjectionKind.SITUATION and purpose is None:
        raise ValidationError(
            _("An objection for reasons of one's situation is against a purpose: name it (Art. 21(1) GDPR).")
        )
    return objecting.object_to(
        subject, kind, principal.actor, purpose=purpose.id if purpose else None, channel=channel,
        since=_past(since), reason=reason,
    )  # fmt: skip


def take_back_objection(principal: Principal, objection: Objection) -> None:
    """End an objection because the person took it back, as somebody here was told."""
    require(principal, Permission.CONSENT_RECORD)
    objecting.end_objection(objection, None, told=principal.actor)


def override_objection(principal: Principal, objection: Objection, reason: str) -> None:
    """End an objection under Art. 21(1) by compelling grounds; the purpose's own department decides it."""
    where = objection.purpose.department_id if objection.purpose else None
    require(principal, Permission.CONSENT_RECORD, where)
    objecting.end_objection(objection, principal.actor, reason)


def record_restriction(
    principal: Principal, subject: UUID, ground: str, since: datetime | None = None
) -> Restriction:
    """Restrict what is done with everything about a person. Raises PermissionDenied, ValidationError."""
    require(principal, Permission.CONSENT_RECORD)
    if ground not in Restriction.Ground.values:
        raise ValidationError(_("This ground is not one of Art. 18(1) or 17(3) GDPR."))
    return objecting.restrict(subject, ground, principal.actor, _past(since))


def tell_person(principal: Principal, restriction: Restriction) -> None:
    """Record that the person was told that their restriction will be lifted; for the controller as a whole."""
    _for_the_whole(principal)
    objecting.tell(restriction, principal.actor)


def lift_restriction(principal: Principal, restriction: Restriction) -> None:
    """Lift a restriction after the person was told; for the controller as a whole."""
    _for_the_whole(principal)
    objecting.lift(restriction, principal.actor)


def _for_the_whole(principal: Principal) -> None:
    if Permission.CONSENT_RECORD not in principal.everywhere:
        require(principal, Permission.CONSENT_RECORD, UUID(int=0))


def record_channel(
    principal: Principal, key: str, subject: UUID, channel: str, word: str
) -> ChannelPermission:
    """Record a word on a channel (s.7 UWG, s.25 TDDDG)."""
    require(principal, Permission.CONSENT_RECORD)
    return objecting.permit_channel(key, subject, channel, word, principal.actor)


def _past(since: datetime | None) -> datetime | None:
    """Take a foreign clock's time within the skew as now. Raises ValidationError for what is to come."""
    now = clock.now()
    if since is not None and since > now + SKEW:
        raise ValidationError(_("This time is still to come."))
    return min(since, now) if since else None
