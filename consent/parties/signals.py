"""Second factors that come and go are evidence, in the transaction in which they do."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from consent.evidence.kinds import Code
from consent.evidence.services import record
from consent.parties import evidence_kinds
from consent.parties.actors import actor_id


@receiver(post_save, sender=Authenticator)
def _added(instance: Authenticator, created: bool, **more: Any) -> None:
    if created:
        _record(instance, "added")


@receiver(post_delete, sender=Authenticator)
def _removed(instance: Authenticator, **more: Any) -> None:
    _record(instance, "removed")


@transaction.atomic
def _record(factor: Authenticator, change: str) -> None:
    actor = actor_id(factor.user)
    record(
        evidence_kinds.FACTOR_CHANGED,
        actor=actor,
        payload={"person": actor, "factor": Code(factor.type), "change": Code(change)},
    )
