"""Who comes to the preference centre, and how: by a link, or by a code mailed to their own address.

Nobody learns from the page whether an address is known: it stores a sealed question and answers the
same; a worker looks and mails. Of tokens and codes only hashes are kept.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from config import keyring
from config.messages import hand_over
from consent.consents.models import CodeRequest, PreferenceLink
from consent.evidence.services import record
from consent.law import clock
from consent.parties.models import Controller
from consent.subjects.finding import find

LINK_DAYS = 14
CODE_MINUTES = 15
ATTEMPTS = 5
_CONTEXT = "consents.code_request"


def make_link(subject: UUID, actor: UUID | None, purpose: UUID | None = None) -> tuple[str, datetime | None]:
    """Make a link and return its address and end; with a purpose it is a one-click link for that purpose."""
    token = secrets.token_urlsafe(32)
    expires = None if purpose else clock.now() + timedelta(days=LINK_DAYS)
    with transaction.atomic():
        PreferenceLink.objects.create(
            token_hash=_hash(token), subject_id=subject, purpose_id=purpose, made_by=actor, expires_at=expires
        )
        record("consents.link_made", actor=actor, subject_ref=subject, payload={"purpose": purpose})
    view = "preferences_one_click" if purpose else "preferences_link"
    return settings.SITE_URL.rstrip("/") + reverse(view, args=[token]), expires


def link_for(token: str, *, one_click: bool = False) -> PreferenceLink | None:
    """Return the link of a token; None for a forged or an expired one alike."""
    rows = PreferenceLink.objects.filter(token_hash=_hash(token), purpose__isnull=not one_click)
    found = rows.select_related("purpose").first()
    if found is None or (found.expires_at is not None and found.expires_at <= clock.now()):
        return None
    return found


def ask_code(address: str, language: str) -> CodeRequest:
    """Note that somebody asks for a code to an address; a worker does the rest."""
    from consent.consents.tasks import answer_code_request

    made = CodeRequest.objects.create(
        sealed_address=keyring.seal(address.strip().encode(), _CONTEXT), language=language
    )
    transaction.on_commit(lambda: hand_over(answer_code_request, made.id))
    return made


def answer_code_request(key: UUID) -> None:
    """Look whose address it is and mail the code; nobody hears anything where it is nobody's."""
    with transaction.atomic():
        asked = CodeRequest.objects.select_for_update().filter(pk=key, handled_at=None).first()
        if asked is None or asked.sealed_address is None:
            return
        address = keyring.unseal(bytes(asked.sealed_address), _CONTEXT).decode()
        people = find("email", address)
        code = f"{secrets.randbelow(10**8):08d}"
        asked.subject_id = people[0] if len(people) == 1 else None
        asked.code_hash = _code_hash(asked.id, code) if len(people) == 1 else None
        asked.handled_at, asked.sealed_address = clock.now(), None
        asked.save()
        if people:
            shown = code if len(people) == 1 else ""
            transaction.on_commit(lambda: _mail(address, shown, asked.language))


def enter_code(key: UUID, code: str) -> UUID | None:
    """Return whose code it is, once; None for a wrong, used, late or too often tried one alike."""
    with transaction.atomic():
        since = clock.now() - timedelta(minutes=CODE_MINUTES)
        open_ones = CodeRequest.objects.select_for_update().filter(
            pk=key, used_at=None, asked_at__gt=since, attempts__lt=ATTEMPTS
        )
        asked = open_ones.first()
        if asked is None:
            return None
        CodeRequest.objects.filter(pk=key).update(attempts=F("attempts") + 1)
        right = asked.code_hash is not None and hmac.compare_digest(
            bytes(asked.code_hash), _code_hash(asked.id, code)
        )
        if not right:
            return None
        CodeRequest.objects.filter(pk=key).update(used_at=clock.now())
        return asked.subject_id


def unanswered() -> list[UUID]:
    """Return requests for codes whose message was lost."""
    before = clock.now() - timedelta(seconds=20)
    return list(
        CodeRequest.objects.filter(handled_at=None, asked_at__lt=before).values_list("id", flat=True)[:500]
    )


def forget_old() -> None:
    """Delete codes and links that lead nowhere any more."""
    CodeRequest.objects.filter(asked_at__lt=clock.now() - timedelta(days=1)).delete()
    PreferenceLink.objects.filter(expires_at__lt=clock.now() - timedelta(days=30)).delete()


def _mail(address: str, code: str, language: str) -> None:
    """Mail the code; where several people share the address, say so and how to go on."""
    with override(language):
        controller = Controller.current()
        told = {"code": code, "minutes": CODE_MINUTES, "controller": controller}
        EmailMessage(
            _("Your code") if code else _("Your consents"),
            render_to_string("consents/email/code.txt", told),
            settings.DEFAULT_FROM_EMAIL,
            [address],
        ).send()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _code_hash(key: UUID, code: str) -> bytes:
    digits = "".join(sign for sign in code if sign.isdecimal())
    return salted_hmac("consents.code", f"{key}/{digits}", algorithm="sha256").digest()
