"""Record objections (Art. 21), restrictions (Art. 18) and channel permissions, and end them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consent.consents.models import ChannelPermission, Objection, Restriction
from consent.evidence.commitment import commit
from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.law import clock
from consent.law.facts import ObjectionKind


def object_to(
    subject: UUID, kind: ObjectionKind, actor: UUID | None, *, purpose: UUID | None = None,
    channel: str = "", since: datetime | None = None, reason: str = "",
) -> Objection:  # fmt: skip
    """Record an objection, from now on or from when the person declared it."""
    with transaction.atomic():
        objection = Objection.objects.create(
            subject_id=subject, purpose_id=purpose, kind=kind.value, channel=channel,
            since=since or clock.now(), recorded_by=actor, reason=reason,
        )  # fmt: skip
        payload = {"objection": objection.id, "purpose": purpose, "kind": Code(f"art-{kind.value}")}
        record("consents.objected", actor=actor, subject_ref=subject, payload=payload)
    return objection


def end_objection(
    objection: Objection, actor: UUID | None, reason: str = "", *, told: UUID | None = None
) -> None:
    """End an objection: taken back by the person (actor None), or overridden with a reason under Art. 21(1).

    `told` is who recorded that the person took it back, where they did not do so themselves. Raises ValidationError: an objection to direct marketing ends only by the person's own word.
    """
    if actor is not None and objection.kind != ObjectionKind.SITUATION:
        raise ValidationError(_("Only the person can take back this objection (Art. 21(3) GDPR)."))
    if actor is not None and not reason.strip():
        raise ValidationError(_("Overriding an objection needs the compelling grounds in words."))
    with transaction.atomic():
        objection.ended_at = objection.ended_recorded_at = clock.now()
        why = commit(reason) if reason else None
        objection.ended_by, objection.ended_reason = actor, reason
        objection.ended_nonce = why.nonce if why else None
        objection.save()
        payload = {"objection": objection.id, "reason": why}
        record(
            "consents.objection_ended", actor=actor or told, subject_ref=objection.subject_id, payload=payload
        )


def restrict(subject: UUID, ground: str, actor: UUID | None, since: datetime | None = None) -> Restriction:
    """Restrict the processing of everything about a person."""
    with transaction.atomic():
        made = Restriction.objects.create(
            subject_id=subject, ground=ground, since=since or clock.now(), recorded_by=actor
        )
        payload = {"restriction": made.id, "ground": Code(f"art-{ground}")}
        record("consents.restricted", actor=actor, subject_ref=subject, payload=payload)
    return made


def tell(restriction: Restriction, actor: UUID) -> None:
    """Record that the person was told of the lifting to come (Art. 18(3)); the first telling counts."""
    if restriction.told_at is not None:
        return
    with transaction.atomic():
        restriction.told_at = clock.now()
        restriction.save(update_fields=["told_at"])
        payload = {"restriction": restriction.id}
        record("consents.person_told", actor=actor, subject_ref=restriction.subject_id, payload=payload)


def lift(restriction: Restriction, actor: UUID) -> None:
    """Lift a restriction; the person must have been told before (Art. 18(3)). Raises ValidationError."""
    if restriction.told_at is None:
        raise ValidationError(
            _("Tell the person first: Art. 18(3) GDPR asks for it before a restriction is lifted.")
        )
    with transaction.atomic():
        restriction.lifted_at = restriction.lifted_recorded_at = clock.now()
        restriction.lifted_by = actor
        restriction.save()
        payload = {"restriction": restriction.id}
        record(
            "consents.restriction_lifted", actor=actor, subject_ref=restriction.subject_id, payload=payload
        )


def permit_channel(key: str, subject: UUID, channel: str, word: str, actor: UUID | None) -> ChannelPermission:
    """Record a word on a channel (given, used, withdrawn, customer); a key seen before records nothing."""
    with transaction.atomic():
        now = clock.now()
        made, new = ChannelPermission.objects.get_or_create(
            key=key,
            defaults={
                "subject_id": subject, "channel": channel, "word": word, "at": now, "recorded_at": now,
                "recorded_by": actor,
            },
        )  # fmt: skip
        if new:
            payload = {"permission": made.id, "channel": Code(channel), "word": Code(word)}
            record("consents.channel", actor=actor, subject_ref=subject, payload=payload)
    return made
