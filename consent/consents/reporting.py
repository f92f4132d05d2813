"""Report withdrawals to the systems that asked for it: rows with states, references only, signed.

A report says which event happened, never about whose address or name. It is made in the withdrawal's
own transaction, so none is lost; a sweeper sends what waits, again and again with growing pauses.
"""

import hashlib
import hmac
import json
import logging
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from config import keyring
from config.messages import hand_over
from consent.consents import posting
from consent.consents.models import ConsentEvent, Delivery
from consent.law import clock

log = logging.getLogger(__name__)
# After each failed attempt; about three days in all, then a person has to look
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200, 86400, 86400)
)
_CLAIM = timedelta(minutes=2)
_ENQUEUE = """
INSERT INTO consents_delivery (webhook_id, event_id, state, attempts, made_at, next_at, answer)
SELECT hook.id, %(event)s, 'waiting', 0, %(now)s, %(now)s, ''
FROM consents_webhook AS hook JOIN purposes_purpose AS purpose ON purpose.id = %(purpose)s
WHERE hook.ended_at IS NULL AND hook.department_id = purpose.department_id
  AND (hook.purpose_id IS NULL OR hook.purpose_id = purpose.id)
RETURNING id
"""


def enqueue(event: ConsentEvent) -> None:
    """Make a report for every webhook of the event's purpose; they are sent once this is committed."""
    values: dict[str, Any] = {"event": event.id, "purpose": event.purpose_id, "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_ENQUEUE, values)
        made = [row[0] for row in cursor.fetchall()]
    if made:
        send_once_committed(made)


def send_once_committed(reports: list[int]) -> None:
    """Let a worker send these reports when what they report is committed."""
    transaction.on_commit(partial(_hand_over, reports))


def deliver(number: int) -> None:
    """Send one report if it waits; what fails waits for the next attempt or is given up."""
    delivery = _claimed(number)
    if delivery is None:
        return
    answer = _send(delivery)
    delivery.answer = answer
    if answer.startswith("2"):
        delivery.state, delivery.ended_at = Delivery.State.TAKEN, clock.now()
    elif delivery.attempts > len(PAUSES):
        delivery.state, delivery.ended_at = Delivery.State.GIVEN_UP, clock.now()
        log.error("Report %s was given up after %s attempts (%s).", number, delivery.attempts, answer)
    else:
        delivery.next_at = clock.now() + PAUSES[delivery.attempts - 1]
    delivery.save(update_fields=["state", "answer", "ended_at", "next_at"])


def due() -> list[int]:
    """Return the reports whose time has come, the oldest first."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=clock.now())
    return list(rows.order_by("next_at").values_list("id", flat=True)[:500])


def body_of(delivery: Delivery) -> bytes:
    """Return what is sent: random ids and codes."""
    event = delivery.event
    said = {
        "event": str(event.id), "what": event.kind, "purpose": event.purpose.key,
        "subject": str(event.subject_id), "at": event.at.isoformat(),
    }  # fmt: skip
    return json.dumps(said, separators=(",", ":")).encode()


def signature(secret: bytes, moment: int, body: bytes) -> str:
    """Return the HMAC-SHA256 over "<seconds>.<body>"; the seconds stand in the header beside it."""
    return hmac.new(secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def secret_context(webhook: UUID) -> str:
    """Return what a webhook's secret is sealed for."""
    return f"consents.webhook/{webhook}"


def _claimed(number: int) -> Delivery | None:
    """Take a report for two minutes: another worker that sees it meanwhile leaves it alone."""
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            pk=number, state=Delivery.State.WAITING, next_at__lte=clock.now()
        )
        found = waiting.select_related("webhook", "event__purpose").first()
        if found is None:
            return None
        found.attempts += 1
        found.next_at = clock.now() + _CLAIM
        if found.webhook.ended_at is not None:
            found.state, found.ended_at, found.answer = Delivery.State.GIVEN_UP, clock.now(), "ended"
        found.save(update_fields=["attempts", "next_at", "state", "ended_at", "answer"])
    return found if found.state == Delivery.State.WAITING else None


def _send(delivery: Delivery) -> str:
    hook = delivery.webhook
    try:
        secret = keyring.unseal(bytes(hook.sealed_secret), secret_context(hook.id))
    except keyring.Unreadable:
        return "secret_unreadable"
    moment, body = int(clock.now().timestamp()), body_of(delivery)
    headers = {
        "Content-Type": "application/json",
        "X-Catalog-Delivery": str(delivery.id),
        "X-Catalog-Timestamp": str(moment),
        "X-Catalog-Signature": f"sha256={signature(secret, moment, body)}",
    }
    try:
        return str(posting.post(hook.url, body, headers, settings.WEBHOOKS_ALLOWED_NETWORKS))
    except posting.NotSent as error:
        return error.code


def _hand_over(made: list[int]) -> None:
    from consent.consents.tasks import deliver_report

    for number in made:
        hand_over(deliver_report, number)
