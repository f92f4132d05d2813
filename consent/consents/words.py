"""Words of this part for readers: kinds, states, channels, and why an event was not recorded."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.law.standing import Kind, State

FAULTS: dict[str, str | Promise] = {
    "server_time": _("What happens online takes our own clock's time: leave the time out."),
    "time_missing": _("The time is missing, or is not a time with its offset (2026-03-01T12:00:00+01:00)."),
    "time_to_come": _("This time is still to come."),
    "channel_unknown": _("This channel is not known."),
    "expression_unknown": _("This way of expressing consent is not known."),
    "no_consent_purpose": _("This purpose does not rest on consent, so nobody can give it."),
    "not_in_force": _("This purpose has no basis in force at that time."),
    "explicit_needed": _("Special categories need an explicit consent (Art. 9(2)(a) GDPR)."),
    "notice_missing": _("Name the version of the notice that was shown, as key/number (Art. 7(1) GDPR)."),
    "notice_unknown": _("There is no such version of a notice for this purpose and language."),
    "ends_before_it_begins": _("The consent would end before it begins."),
    "opt_in_incomplete": _("Double opt-in needs both times: when the mail was sent, when it was confirmed."),
    "opt_in_order": _("The confirmation cannot come before the mail was sent."),
    "columns": _("The line has more or fewer fields than the heading."),
    "quotes": _("The line's quotation marks do not close."),
    "key": _("The key is missing or has more than 80 characters."),
    "key_twice": _("An earlier line of this file has the same key and says something else."),
    "key_used": _("This key was used for another event; choose a new one for each event."),
    "kind": _("This kind of event is not known."),
    "purpose_unknown": _("There is no such purpose, or it is not yours to record."),
    "person_unknown": _("Nobody in the vault is known by this identifier."),
    "person_several": _("Several people are known by this identifier; use the record id."),
    "person_missing": _("The line names neither a record id nor an identifier."),
    "record_id": _("This is not a record id of the vault."),
    "yes_no": _("This must be yes or no."),
    "time": _("This is not a time with its offset (2026-03-01T12:00:00+01:00)."),
    "language": _("The language must be de or en."),
    "encoding": _("The line is not text in UTF-8."),
}

KINDS: dict[Kind, str | Promise] = {
    Kind.REQUESTED: _("asked"),
    Kind.GIVEN: _("given"),
    Kind.RENEWED: _("renewed"),
    Kind.REFUSED: _("refused"),
    Kind.WITHDRAWN: _("withdrawn"),
    Kind.REVOKED: _("revoked by the controller"),
    Kind.EXPIRED: _("expired"),
    Kind.INVALIDATED: _("no longer valid"),
}

STATES: dict[State, str | Promise] = {
    State.UNKNOWN: _("not decided yet"),
    State.REQUESTED: _("asked, not answered"),
    State.GIVEN: _("given"),
    State.RENEWED: _("renewed"),
    State.REFUSED: _("refused"),
    State.WITHDRAWN: _("withdrawn"),
    State.REVOKED: _("revoked by the controller"),
    State.EXPIRED: _("expired"),
    State.INVALIDATED: _("no longer valid"),
}

CHANNELS: dict[str, str | Promise] = {
    "web": _("website"),
    "app": _("app"),
    "preference_centre": _("preference centre"),
    "one_click": _("one click in a mail"),
    "recognised_service": _("recognised consent service (EinwV)"),
    "phone": _("telephone"),
    "paper": _("paper"),
    "post": _("post"),
    "in_person": _("in person"),
    "email": _("e-mail"),
    "other": _("other way"),
}


def fault_words(code: str) -> str:
    """Return the sentence for a fault's code."""
    return str(FAULTS[code])
