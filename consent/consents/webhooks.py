"""Set up and end webhooks for withdrawals."""

import secrets
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import keyring
from config.addresses import parse_rule
from consent.consents.models import Delivery, Webhook
from consent.consents.posting import NotSent, reachable
from consent.consents.reporting import secret_context
from consent.evidence.services import record
from consent.law import clock
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes.models import Purpose


def set_up_webhook(
    principal: Principal, department: Department, url: str, purpose: Purpose | None = None
) -> tuple[Webhook, str]:
    """Have a department's withdrawals reported to an address; return it with the secret, shown once.

    Raises PermissionDenied, ValidationError.
    """
    require(principal, Permission.CONSENT_HOOK, department.id)
    if purpose is not None and purpose.department_id != department.id:
        raise ValidationError(_("This purpose belongs to another department."))
    _check(url)
    key, secret = uuid4(), secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Webhook.objects.create(
            id=key, department=department, purpose=purpose, url=url, made_by=principal.actor,
            sealed_secret=keyring.seal(secret.encode(), secret_context(key)),
        )  # fmt: skip
        payload: dict[str, object] = {"webhook": key, "department": department.id}
        record("consents.webhook_made", actor=principal.actor, payload=payload)
    return made, secret


def end_webhook(principal: Principal, webhook: Webhook) -> None:
    """Report nothing more to it; what still waits for it is given up."""
    require(principal, Permission.CONSENT_HOOK, webhook.department_id)
    with transaction.atomic():
        webhook.ended_at = clock.now()
        webhook.save(update_fields=["ended_at"])
        Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING).update(
            state=Delivery.State.GIVEN_UP, ended_at=clock.now(), answer="ended"
        )
        record("consents.webhook_ended", actor=principal.actor, payload={"webhook": webhook.id})


def send_again(principal: Principal, webhook: Webhook) -> int:
    """Let what was given up wait anew, because the other system is well again; return how many."""
    require(principal, Permission.CONSENT_HOOK, webhook.department_id)
    given_up = Delivery.objects.filter(webhook=webhook, state=Delivery.State.GIVEN_UP)
    return given_up.exclude(answer="ended").update(
        state=Delivery.State.WAITING, attempts=0, next_at=clock.now(), ended_at=None
    )


def _check(url: str) -> None:
    """Refuse what could never be reached; it is checked again on each connection."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise ValidationError(_("The address must not hold a password; reports are signed."))
    try:
        reachable(parts, [parse_rule(text) for text in settings.WEBHOOKS_ALLOWED_NETWORKS])
    except NotSent as error:
        if error.code == "address_closed":
            raise ValidationError(
                _(
                    "This address is closed: it is private, local or not https."
                    " The administrator can open it with WEBHOOKS_ALLOWED_NETWORKS."
                )
            ) from None
        raise ValidationError(_("The host's name could not be resolved; check its spelling.")) from None
