"""A receipt as PDF, set by typst from what is signed; the signed file itself is attached to it."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent.consents import receipting
from consent.consents.models import ConsentEvent
from consent.consents.receipts.content import Content
from consent.consents.words import CHANNELS, KINDS, STATES
from consent.law.categories import CATEGORIES
from consent.law.standing import Kind

_TEMPLATE = Path(__file__).with_name("receipts") / "receipt.typ"


def receipt_pdf(event: ConsentEvent) -> bytes:
    """Return the receipt as PDF, in the language of the event."""
    content = receipting.content_of(event)
    with override(content.language):
        told = _told(event, content)
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"told": json.dumps(told)}, ignore_system_fonts=True
    )
    return made


def _told(event: ConsentEvent, content: Content) -> dict[str, Any]:
    rows = [
        (_("Purpose"), content.purpose_name),
        (_("What you decided"), str(KINDS[Kind(event.kind)])),
        (_("When"), _time(event.at)),
        (_("How"), str(CHANNELS.get(event.channel, event.channel))),
        (
            _("Legal basis"),
            f"Art. {content.art6} GDPR" if content.language == "en" else _german(content.art6),
        ),
        (_("Data"), ", ".join(_category(key, content.language) for key in content.categories)),
        (_("Recipients"), ", ".join(content.recipients) or _("none outside the company")),
        (_("Countries"), ", ".join(content.countries)),
        (_("Text that was shown"), _notice(content)),
        (_("How to withdraw"), content.withdrawal),
    ]
    return {
        "language": content.language,
        "title": _("Receipt of your decision"),
        "controller": content.controller.name,
        "address": content.controller.address,
        "contact": _("Data protection officer: %(contact)s")
        % {"contact": content.controller.dpo_contact or content.controller.contact},
        "rows": [list(row) for row in rows if row[1]],
        "history_title": _("Before that"),
        "history": [[_time(one.at), str(STATES[one.state])] for one in content.moments[:-1]],
        "rights": _(
            "A withdrawal works at once and is as easy as giving; what happened before it stays lawful"
            " (Art. 7(3) GDPR). You can complain to the supervisory authority: %(authority)s."
        )
        % {"authority": content.authority or "-"},
        "proof_title": _("How this is proved"),
        "proof": _(
            "This text signs what stands above. Anyone can verify it on the page %(page)s; nobody is looked up there."
        )
        % {"page": receipting.verification_address()},
        "receipt": content.receipt,
        "jws": receipting.signed_receipt(event),
    }


def _notice(content: Content) -> str:
    shown = content.notice
    return f"{shown.key}/{shown.number} ({shown.language}), SHA-256 {shown.sha256}" if shown else ""


def _category(key: str, language: str) -> str:
    return CATEGORIES[key].en if language == "en" else CATEGORIES[key].de


def _german(article: str) -> str:
    number, paragraph, *letter = article.split("-")
    return f"Art. {number} Abs. {paragraph}{f' lit. {letter[0]}' if letter else ''} DSGVO"


def _time(value: Any) -> str:
    return date_format(timezone.localtime(value), "d.m.Y H:i:s T")
