"""Make receipts: for each giving, renewal and withdrawal, from the records alone, the same bytes every time."""

import json
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.urls import reverse

from config import keyring
from consent.consents.models import ConsentEvent
from consent.consents.receipts import dpv, jws, kantara
from consent.consents.receipts.content import Content, Moment, Party, Shown
from consent.law.standing import Kind, State
from consent.parties.controllers import authority_of
from consent.parties.models import Controller
from consent.purposes.models import NoticeVersion, Purpose, PurposeVersion

FORMER_KEYS = "receipts-former.jwks"
WITH_RECEIPT = (Kind.GIVEN.value, Kind.RENEWED.value, Kind.WITHDRAWN.value)
_STATES = {
    Kind.REQUESTED: State.REQUESTED, Kind.GIVEN: State.GIVEN, Kind.RENEWED: State.RENEWED,
    Kind.REFUSED: State.REFUSED, Kind.WITHDRAWN: State.WITHDRAWN, Kind.REVOKED: State.REVOKED,
    Kind.EXPIRED: State.EXPIRED, Kind.INVALIDATED: State.INVALIDATED,
}  # fmt: skip


def content_of(event: ConsentEvent, language: str = "") -> Content:
    """Return what an event's receipt says: the event itself and what came before it on this purpose."""
    purpose = event.purpose
    version = event.purpose_version or _version(event)
    notice = event.notice or _shown_before(event)
    language = language or event.language or "de"
    return Content(
        receipt=str(uuid5(event.id, "receipt")), record=str(uuid5(event.subject_id, str(purpose.id))),
        subject=str(event.subject_id), created=event.recorded_at, controller=_controller(),
        purpose=purpose.key, purpose_name=purpose.name_en if language == "en" else purpose.name_de,
        kinds=tuple(purpose.kinds), art6=version.art6 if version else "6-1-a",
        art9=version.art9 if version else "", categories=tuple(version.categories if version else ()),
        moments=_moments(event), withdrawal=settings.SITE_URL.rstrip("/") + reverse("preferences"),
        explicit=event.explicit, recipients=tuple(notice.recipients if notice else ()),
        countries=tuple(notice.countries if notice and notice.countries else ("DE",)),
        retention=f"P{version.consent_days}D" if version and version.consent_days else "",
        notice=_shown(notice), authority=_authority(), language=language,
    )  # fmt: skip


def signed_content(event: ConsentEvent) -> dict[str, Any]:
    """Return what is signed: the 27560 record and the Kantara receipt in one."""
    content = content_of(event)
    return {
        "schema_version": dpv.SCHEMA, "receipt_id": content.receipt, "event_id": str(event.id),
        "issued": content.created.isoformat(), "record": dpv.consent_record(content),
        "kantara": kantara.receipt(content),
    }  # fmt: skip


def signed_receipt(event: ConsentEvent) -> str:
    """Return the receipt as a compact JWS."""
    return jws.sign(signed_content(event), _private())


def verified(token: str) -> dict[str, Any]:
    """Return the content of a receipt that this installation signed. Raises NotSigned."""
    # Copied from a PDF it brings line ends and invisible breaks along
    return jws.verify("".join(sign for sign in token if sign.isalnum() or sign in "-_."), public_keys())


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Return the keys by thumbprint: the present one, and former ones from the key folder."""
    present = _private().public_key()
    return {jws.thumbprint(present): present} | _former(Path(settings.KEYS) / FORMER_KEYS)


def key_set() -> dict[str, Any]:
    """Return the public keys as a JSON Web Key Set (RFC 7517)."""
    return {"keys": [jws.public_jwk(key) for key in public_keys().values()]}


def verification_address() -> str:
    """Return the public page that verifies receipts."""
    return settings.SITE_URL.rstrip("/") + reverse("verify_receipt")


def with_receipts(rows: Any) -> Any:
    """Keep the events that have a receipt, with what it needs."""
    return rows.filter(kind__in=WITH_RECEIPT).select_related("purpose", "purpose_version", "notice__notice")


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyring.key("receipts"))


@cache
def _former(path: Path) -> dict[str, Ed25519PublicKey]:
    if not path.exists():
        return {}
    keys: Iterable[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["keys"]
    return {jws.thumbprint(key): key for key in map(jws.key_of, keys)}


def _version(event: ConsentEvent) -> PurposeVersion | None:
    rows = PurposeVersion.objects.filter(purpose=event.purpose, in_force_from__lte=event.at)
    return rows.order_by("-in_force_from").first()


def _earlier(event: ConsentEvent) -> Any:
    rows = ConsentEvent.objects.filter(subject=event.subject_id, purpose=event.purpose_id, at__lte=event.at)
    return rows.exclude(pk=event.pk)


def _shown_before(event: ConsentEvent) -> NoticeVersion | None:
    """A withdrawal needs no notice; its receipt names the one that the giving rested on."""
    given = _earlier(event).filter(notice__isnull=False).select_related("notice__notice")
    found = given.order_by("-at").first()
    return found.notice if found else None


def _moments(event: ConsentEvent) -> tuple[Moment, ...]:
    """Return the last giving before an end, and the event itself."""
    before = []
    if event.kind not in (Kind.GIVEN, Kind.REQUESTED):
        giving = _earlier(event).filter(kind__in=(Kind.GIVEN, Kind.RENEWED)).order_by("-at").first()
        before = [giving] if giving else []
    return tuple(_moment(one) for one in [*before, event])


def _moment(event: ConsentEvent) -> Moment:
    method = event.expression or event.channel
    if event.opt_in_sent_at and event.opt_in_confirmed_at:
        method = (
            f"double_opt_in (sent {event.opt_in_sent_at.isoformat()}, "
            f"confirmed {event.opt_in_confirmed_at.isoformat()})"
        )
    days = (event.valid_until - event.at) // timedelta(days=1) if event.valid_until else None
    return Moment(_STATES[Kind(event.kind)], event.at, method, f"P{days}D" if days else "")


def _shown(notice: NoticeVersion | None) -> Shown | None:
    if notice is None or notice.effective_from is None:
        return None
    return Shown(
        notice.notice.key, notice.number, notice.language, notice.effective_from, bytes(notice.sha256).hex()
    )


def _controller() -> Party:
    found = Controller.current() or Controller(legal_name="")
    address = ", ".join(line.strip() for line in found.address.splitlines() if line.strip())
    return Party(found.legal_name, address, found.contact, dpo_contact=found.dpo_contact)


def _authority() -> str:
    found = Controller.current()
    authority = authority_of(found) if found else None
    return authority.name if authority else ""


def purpose_words(purpose: Purpose, language: str) -> tuple[str, str]:
    """Return a purpose's name and description in a language."""
    if language == "en":
        return purpose.name_en, purpose.description_en
    return purpose.name_de, purpose.description_de


def receipt_or_none(event_id: UUID, subject: UUID) -> ConsentEvent | None:
    """Return a person's own event that has a receipt."""
    found: ConsentEvent | None = with_receipts(
        ConsentEvent.objects.filter(pk=event_id, subject=subject)
    ).first()
    return found
