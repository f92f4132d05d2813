"""The outbox: an e-mail backend that keeps messages, and how a kept one is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from config.web.models import KEPT, OutboxMessage
from consent.evidence.services import record
from consent.law import clock
from consent.parties.principals import Principal


class Backend(BaseEmailBackend):
    """Keeps messages in the database instead of sending them (EMAIL_BACKEND of the embedded settings)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many."""
        kept = OutboxMessage.objects.bulk_create(_kept(message) for message in email_messages)
        return len(kept)


@dataclass(frozen=True)
class Letter:
    """What can be shown of a message: its plain text; attachments and HTML only by name."""

    text: str | None
    has_html: bool
    attachments: tuple[str, ...]


def read(message: OutboxMessage, reader: Principal) -> Letter:
    """Return what a message says, and record that it was opened: it may hold a link into an account."""
    with transaction.atomic():
        record("outbox.opened", actor=reader.actor, payload={"message": message.id})
    return letter(bytes(message.raw))


def letter(raw: bytes) -> Letter:
    """Return what can be shown of a message in its transport form."""
    parsed: Any = message_from_bytes(raw, policy=policy.default)
    text = parsed.get_body(preferencelist=("plain",))
    return Letter(
        text=text.get_content() if text is not None else None,
        has_html=parsed.get_body(preferencelist=("html",)) is not None,
        attachments=tuple(_names(parsed.iter_attachments())),
    )


def expire() -> int:
    """Delete messages whose time is over; return how many."""
    deleted, _of = OutboxMessage.objects.filter(sent_at__lt=clock.now() - KEPT).delete()
    return deleted


def _kept(message: EmailMessage) -> OutboxMessage:
    return OutboxMessage(
        sender=message.from_email,
        recipients=", ".join(message.recipients()),
        subject=str(message.subject),
        raw=message.message().as_bytes(),
    )


def _names(parts: Iterable[Parsed]) -> Iterable[str]:
    for number, part in enumerate(parts, start=1):
        yield part.get_filename() or f"{number} ({part.get_content_type()})"
