"""What people decide for themselves in the preference centre: give, withdraw, object, take back."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from consent.consents.collecting import Word, take_word
from consent.consents.models import ConsentEvent, Objection, PreferenceLink
from consent.consents.objecting import end_objection, object_to
from consent.consents.reading import states
from consent.consents.uses import Use, standing_objections, use_of
from consent.consents.wording import notice_now
from consent.law import clock
from consent.law.facts import ObjectionKind
from consent.law.standing import Kind

CENTRE = "preference_centre"


class CannotGive(ValueError):
    """This use cannot be agreed to here."""


def give(subject: UUID, use: Use, key: str, language: str, button: str) -> ConsentEvent:
    """Record that a person agreed, with the text that stood beside the button. Raises CannotGive."""
    notice = notice_now(use.purpose.id, language)
    if not (use.by_consent and use.may_be_given) or notice is None:
        raise CannotGive(use.key)
    shown = f"{notice.notice.key}/{notice.number}"
    word = _word(subject, use, Kind.GIVEN, key, notice.language, button)
    return take_word(use.purpose, _with_notice(word, shown, explicit=use.explicit), None)


def withdraw(subject: UUID, use: Use, key: str, language: str, button: str) -> ConsentEvent:
    """Record that a person withdrew; the very next read is denied."""
    return take_word(use.purpose, _word(subject, use, Kind.WITHDRAWN, key, language, button), None)


def object_to_use(subject: UUID, use: Use, reason: str = "") -> Objection:
    """Record a person's objection to a use; the same again changes nothing."""
    with transaction.atomic():
        if use.objection is not None:
            return use.objection
        kind = ObjectionKind.DIRECT_MARKETING if use.absolute else ObjectionKind.SITUATION
        return object_to(subject, kind, None, purpose=use.purpose.id, reason=reason)


def take_back(use: Use) -> None:
    """End the person's own objection to a use."""
    if use.objection is not None:
        end_objection(use.objection, None)


def hear_signal(subject: UUID) -> bool:
    """Record that the browser objects (Sec-GPC, Art. 21(5) GDPR), once; say whether it was new.

    It never withdraws a consent, and a choice made later for a named purpose outranks it.
    """
    with transaction.atomic():
        if any(one.kind == ObjectionKind.SIGNAL for one in standing_objections(subject)):
            return False
        object_to(subject, ObjectionKind.SIGNAL, None, channel="web")
    return True


def end_by_one_click(link: PreferenceLink) -> ConsentEvent | None:
    """End the link's purpose (RFC 8058): withdraw a consent that stands, or object; twice is once.

    Returns the withdrawal, if it was one.
    """
    purpose = link.purpose
    use = use_of(link.subject_id, purpose.key) if purpose else None
    if purpose is None or use is None:
        return None
    if not use.by_consent:
        object_to_use(link.subject_id, use)
        return None
    now = clock.now()
    giving = states([purpose], link.subject_id, now, now)[0].standing.giving
    if giving is None:
        return None
    word = Word(f"one-click-{giving.id}", link.subject_id, Kind.WITHDRAWN, "one_click", steps=1)
    return take_word(purpose, word, None)


def _word(subject: UUID, use: Use, kind: Kind, key: str, language: str, button: str) -> Word:
    shown = {
        "page": CENTRE, "purpose": use.name, "text": use.description, "button": button,
        "preselected": False, "language": language,
    }  # fmt: skip
    return Word(
        key=f"{CENTRE}-{key}", subject=subject, kind=kind, channel=CENTRE, language=language, shown=shown,
        expression="button", steps=1,
    )  # fmt: skip


def _with_notice(word: Word, notice: str, *, explicit: bool) -> Word:
    return replace(word, notice=notice, explicit=explicit)
