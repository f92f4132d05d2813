"""What this part says to people: states, kinds of identifiers, kinds of questions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.enrolment.states import EnrolmentState, IdentifierKind

Words = str | Promise
STATES: dict[str, tuple[str, Words]] = {
    EnrolmentState.QUEUED: ("wait", _("waiting")),
    EnrolmentState.RUNNING: ("run", _("under way")),
    EnrolmentState.DONE: ("ok", _("done")),
    EnrolmentState.FAILED: ("bad", _("failed")),
}
KINDS: dict[str, Words] = {
    IdentifierKind.EMAIL: _("E-mail address"),
    IdentifierKind.PHONE: _("Telephone number"),
    IdentifierKind.IBAN: _("Bank account (IBAN)"),
    IdentifierKind.CUSTOMER_NUMBER: _("Number that a source gives"),
}
QUESTIONS: dict[str, Words] = {
    "shared": _("Several people have the same"),
    "several": _("It leads to several people"),
    "contradictory": _("The number says one person, the address another"),
}
ANSWERS: dict[str, Words] = {"one": _("one person"), "different": _("different people")}
