"""Draft notices, say whether a change is material, and publish: two people, and nothing missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consent.evidence.commitment import Digest, commit
from consent.evidence.services import record
from consent.law import clock
from consent.law.notices import Origin, points
from consent.parties.models import Department
from consent.parties.ownership import Refused
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, require
from consent.purposes import evidence_kinds
from consent.purposes.editions import Edition, before, editions_of
from consent.purposes.models import Notice, NoticeVersion, NoticeWord, Purpose
from consent.purposes.notice_copy import FIRST_LAYER, render_copy
from consent.purposes.notice_reading import require_on
from consent.purposes.notice_review import review

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Draft:
    """A version as it is drafted: its words by language and point, the purposes, recipients and countries."""

    words: Mapping[str, Mapping[str, str]]
    covers: Sequence[UUID]
    recipients: Sequence[str] = ()
    countries: Sequence[str] = ()
    automated_decisions: bool = False


@transaction.atomic
def create_notice(
    principal: Principal, key: str, name: str, origin: Origin, department: Department | None
) -> Notice:
    """Create a notice without words yet. Raises PermissionDenied, Refused."""
    require(principal, Permission.NOTICE_DRAFT, department.pk if department else None)
    if not name.strip() or not re.fullmatch(r"[a-z0-9-]{1,60}", key):
        raise Refused(_("A notice needs a name, and a key of small letters, digits and hyphens."))
    if Notice.objects.filter(key=key).exists():
        raise Refused(_("There is a notice with this key already."))
    made = Notice.objects.create(key=key, name=name.strip(), origin=origin, department=department)
    record(evidence_kinds.NOTICE_CREATED, actor=principal.actor, payload={"notice": made.pk})
    return made


@transaction.atomic
def draft_version(principal: Principal, notice: Notice, draft: Draft) -> Edition:
    """Draft the next version, or draft the open one anew: what was proposed about it falls with its words."""
    held = _locked(principal, notice, Permission.NOTICE_DRAFT)
    words = _checked_words(held, draft)
    _check_purposes(draft)
    number = _open_number(held)
    NoticeVersion.objects.filter(notice=held, number=number).delete()
    rows = [_row(principal, held, number, language, words[language], draft) for language in sorted(words)]
    NoticeVersion.objects.bulk_create(rows)
    edition = Edition(number, tuple(rows))
    payload = {"notice": held.pk, "number": number}
    record(evidence_kinds.NOTICE_DRAFTED, actor=principal.actor, payload=payload)
    return edition


@transaction.atomic
def propose_change(
    principal: Principal, notice: Notice, number: int, material: bool, reason: str, seen: str = ""
) -> Edition:
    """Say whether the open version changes the matter or words only, and why; a second person must agree.

    `seen` is the hash of the copies that were read, in hex. Raises PermissionDenied, Refused.
    """
    held = _locked(principal, notice, Permission.NOTICE_DRAFT)
    edition, earlier = _open(held, number, seen)
    if earlier is None and material:
        raise Refused(_("The first version changes nothing: there is none before it."))
    said = _needed(reason)
    NoticeVersion.objects.filter(notice=held, number=number).update(
        material=material, reason=said, proposed_by=principal.actor, proposed_at=clock.now()
    )
    _say(principal, held, edition, NoticeWord.What.PROPOSED, material, said)
    return _edition(held, number)


@transaction.atomic
def send_back(principal: Principal, notice: Notice, number: int, reason: str) -> Edition:
    """Disagree: the version is a draft again, about which nothing is proposed."""
    held = _locked(principal, notice, Permission.NOTICE_DECIDE)
    edition, _earlier = _open(held, number)
    _refuse_oneself(principal, edition)
    said = _needed(reason)
    NoticeVersion.objects.filter(notice=held, number=number).update(material=None, confirmation=said)
    _say(principal, held, edition, NoticeWord.What.SENT_BACK, bool(edition.first.material), said)
    return _edition(held, number)


@transaction.atomic
def publish_version(
    principal: Principal, notice: Notice, number: int, effective_from: datetime | None, reason: str,
    seen: str = "",
) -> Edition:  # fmt: skip
    """Agree with what was proposed and publish from a moment on (None: now); nothing may be missing then.

    A material change ends the use of consents under older versions until they are renewed. Raises
    PermissionDenied, Refused.
    """
    held = _locked(principal, notice, Permission.NOTICE_DECIDE)
    edition, _earlier = _open(held, number, seen)
    _refuse_oneself(principal, edition)
    now = clock.now()
    since = effective_from or now
    _check_start(held, since, now)
    if not review(held, edition, since).complete:
        raise Refused(
            _("Something that the law asks for is missing in this version; see what, and draft it.")
        )
    said = _needed(reason)
    NoticeVersion.objects.filter(notice=held, number=number).update(
        confirmed_by=principal.actor, confirmed_at=now, effective_from=since, confirmation=said
    )
    held.purposes.add(*Purpose.objects.filter(pk__in=edition.covers))
    _say(
        principal, held, edition, NoticeWord.What.PUBLISHED, bool(edition.first.material), said,
        effective=since,
    )  # fmt: skip
    return _edition(held, number)


_KINDS = {
    NoticeWord.What.PROPOSED: evidence_kinds.NOTICE_CHANGE_PROPOSED,
    NoticeWord.What.SENT_BACK: evidence_kinds.NOTICE_SENT_BACK,
    NoticeWord.What.PUBLISHED: evidence_kinds.NOTICE_PUBLISHED,
}


def _say(
    principal: Principal, notice: Notice, edition: Edition, what: NoticeWord.What, material: bool, reason: str,
    **more: datetime,
) -> None:  # fmt: skip
    """Keep what somebody said about a version, and its digest in the ledger."""
    why = commit(reason)
    word = NoticeWord.objects.create(
        notice=notice, number=edition.number, what=what, material=material, reason=reason, nonce=why.nonce,
        copies=edition.digest, by=principal.actor, at=clock.now(),
    )  # fmt: skip
    payload = {
        "notice": notice.pk, "number": edition.number, "word": word.pk, "material": material,
        "copies": Digest(edition.digest), "reason": why, **more,
    }  # fmt: skip
    record(_KINDS[what], actor=principal.actor, payload=payload)


def _locked(principal: Principal, notice: Notice, permission: Permission) -> Notice:
    require_on(principal, permission, notice)
    return Notice.objects.select_for_update().get(pk=notice.pk)


def _open_number(notice: Notice) -> int:
    newest = editions_of(notice)[:1]
    if not newest:
        return 1
    return newest[0].number + 1 if newest[0].published else newest[0].number


def _open(notice: Notice, number: int, seen: str = "") -> tuple[Edition, Edition | None]:
    """Return the open version and the one published before it. Raises Refused."""
    known = editions_of(notice)
    found = next((one for one in known if one.number == number), None)
    if found is None:
        raise Refused(_("There is no such version of this notice."))
    if found.published:
        raise Refused(_("A notice that was published is never changed: draft a new version."))
    if seen and seen != found.digest.hex():
        raise Refused(_("Somebody changed the words in the meantime; read them again before you decide."))
    return found, before(known, found)


def _edition(notice: Notice, number: int) -> Edition:
    return next(one for one in editions_of(notice) if one.number == number)


def _refuse_oneself(principal: Principal, edition: Edition) -> None:
    if edition.first.material is None:
        raise Refused(_("First somebody must say whether the change is material or of words only."))
    if edition.first.proposed_by == principal.actor:
        raise Refused(_("Two people decide: somebody else must agree with what you proposed."))


def _check_start(notice: Notice, since: datetime, now: datetime) -> None:
    if since < now:
        raise Refused(_("A notice takes effect now or later, never in the past."))
    latest = max((one.first.effective_from for one in editions_of(notice) if one.first.effective_from),
                 default=None)  # fmt: skip
    if latest is not None and since <= latest:
        raise Refused(_("The version before takes effect later than this; choose a later day."))


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Please say why: the reason is part of the proof."))
    return reason.strip()


def _checked_words(notice: Notice, draft: Draft) -> dict[str, dict[str, str]]:
    known = {FIRST_LAYER, *(one.key for one in points(_origin(notice), clock.now().date()))}
    words = {
        language: {key: text.strip() for key, text in told.items() if text.strip()}
        for language, told in draft.words.items()
    }
    words = {language: told for language, told in words.items() if told}
    if not words:
        raise Refused(_("Write at least one point in one language."))
    if strange := sorted(set(words) - set(LANGUAGES)):
        raise Refused(_("A notice is written in German or English, not in %(name)s.") % {"name": strange[0]})
    if strange := sorted({key for told in words.values() for key in told} - known):
        raise Refused(_("The law knows no point %(name)s.") % {"name": strange[0]})
    for country in draft.countries:
        if not re.fullmatch(r"[A-Z]{2}", country):
            raise Refused(_("Write each country in two capital letters."))
    if any(not one.strip() or len(one.strip()) > 120 for one in draft.recipients):
        raise Refused(_("Name each recipient in at most 120 characters."))
    return words


def _check_purposes(draft: Draft) -> None:
    if Purpose.objects.filter(pk__in=draft.covers).count() != len(set(draft.covers)):
        raise Refused(_("One of the purposes is not there; look again."))


def _row(
    principal: Principal, notice: Notice, number: int, language: str, told: Mapping[str, str], draft: Draft
) -> NoticeVersion:
    copy, digest = render_copy(notice.name, language, _origin(notice), told, clock.now().date())
    return NoticeVersion(
        notice=notice, number=number, language=language, points=dict(told), rendered=copy, sha256=digest,
        covers=sorted(set(draft.covers), key=str), countries=sorted(set(draft.countries)),
        recipients=list(dict.fromkeys(one.strip() for one in draft.recipients)),
        automated_decisions=draft.automated_decisions, proposed_by=principal.actor, proposed_at=clock.now(),
    )  # fmt: skip


def _origin(notice: Notice) -> Origin:
    return "person" if notice.origin == Notice.Origin.PERSON else "elsewhere"
