"""What each role may do: the one place where a permission is named and given.

Who decides what follows Art. 38(6) GDPR: a data protection officer reads all, advises and audits,
and never determines purposes or means.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that someone may do, everywhere or within a department."""

    CATALOG_READ = "catalog.read"
    SOURCE_READ = "source.read"
    SOURCE_MANAGE = "source.manage"
    SCAN_RUN = "scan.run"
    FIELD_DECIDE = "field.decide"
    FINDING_READ = "finding.read"
    FINDING_HANDLE = "finding.handle"
    WORDS_READ = "words.read"
    WORDS_PROPOSE = "words.propose"
    WORDS_APPLY = "words.apply"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_STATE = "evidence.state"
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    CLIENT_MANAGE = "client.manage"
    CONTROLLER_READ = "controller.read"
    CONTROLLER_CHANGE = "controller.change"
    HOSTING_READ = "hosting.read"
    OUTBOX_READ = "outbox.read"
    SUBJECT_ENROL = "subject.enrol"
    SUBJECT_JOIN = "subject.join"
    SUBJECT_FIND = "subject.find"
    SUBJECT_ERASE = "subject.erase"
    PROOF_OPEN = "proof.open"
    KEYS_READ = "keys.read"
    KEYS_CHANGE = "keys.change"
    ACTIVITY_SEE = "activity.see"
    ACTIVITY_EDIT = "activity.edit"
    NOTICE_SEE = "notice.see"
    NOTICE_DRAFT = "notice.draft"
    NOTICE_DECIDE = "notice.decide"
    CONSENT_READ = "consent.read"
    CONSENT_RECORD = "consent.record"
    CONSENT_HOOK = "consent.hook"
    PURPOSE_SEE = "purpose.see"
    PURPOSE_PROPOSE = "purpose.propose"
    PURPOSE_OPINION = "purpose.opinion"
    PURPOSE_DECIDE = "purpose.decide"
    PURPOSE_DISTINGUISH = "purpose.distinguish"


class Role(StrEnum):
    """What someone is: the first four for the whole controller, the others within a department."""

    ADMINISTRATOR = "administrator"
    REPRESENTATIVE = "representative"
    DPO = "dpo"
    AUDITOR = "auditor"
    HEAD = "head"
    STEWARD = "steward"
    ANALYST = "analyst"

    @property
    def of_department(self) -> bool:
        """Say whether the role is held within one department."""
        return self in {Role.HEAD, Role.STEWARD, Role.ANALYST}

    @property
    def word(self) -> str | Promise:
        """Name the role in the reader's language."""
        return _ROLE_WORDS[self]

    @property
    def is_privileged(self) -> bool:
        """Say whether whoever holds it sees or runs the whole, and so needs a second factor."""
        return not self.of_department


_ROLE_WORDS = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.REPRESENTATIVE: _("Representative of the controller"),
    Role.DPO: _("Data protection officer"),
    Role.AUDITOR: _("Auditor"),
    Role.HEAD: _("Head of department"),
    Role.STEWARD: _("Data steward"),
    Role.ANALYST: _("Analyst"),
}


P = Permission
_READ_ALL = frozenset(
    {
        P.CATALOG_READ,
        P.SOURCE_READ,
        P.FINDING_READ,
        P.WORDS_READ,
        P.EVIDENCE_READ,
        P.EVIDENCE_STATE,
        P.PEOPLE_READ,
        P.CONTROLLER_READ,
        P.HOSTING_READ,
        # With a reason on record each time; administrators never look a person up
        P.SUBJECT_FIND,
        P.KEYS_READ,
        P.ACTIVITY_SEE,
        P.NOTICE_SEE,
        P.CONSENT_READ,
        P.PURPOSE_SEE,
    }
)
_OF_ANALYST = frozenset({P.CATALOG_READ, P.CONTROLLER_READ, P.PURPOSE_SEE, P.ACTIVITY_SEE})
_OF_STEWARD = _OF_ANALYST | {
    P.SOURCE_READ,
    P.SOURCE_MANAGE,
    P.SCAN_RUN,
    P.FIELD_DECIDE,
    P.FINDING_READ,
    P.FINDING_HANDLE,
    P.WORDS_READ,
    P.WORDS_PROPOSE,
    P.SUBJECT_ENROL,
    P.SUBJECT_JOIN,
    P.ACTIVITY_EDIT,
    P.NOTICE_SEE,
    P.NOTICE_DRAFT,
    P.CONSENT_READ,
    P.CONSENT_RECORD,
    P.PURPOSE_PROPOSE,
}

GIVEN: dict[Role, frozenset[Permission]] = {
    # Runs the product and sees no personal data, so neither decisions nor the ledger's entries
    Role.ADMINISTRATOR: frozenset(
        {
            P.SOURCE_READ,
            P.SOURCE_MANAGE,
            P.SCAN_RUN,
            P.EVIDENCE_STATE,
            P.PEOPLE_READ,
            P.PEOPLE_MANAGE,
            P.CLIENT_MANAGE,
            P.CONTROLLER_READ,
            P.CONTROLLER_CHANGE,
            P.HOSTING_READ,
            P.OUTBOX_READ,
            P.KEYS_READ,
            P.KEYS_CHANGE,
        }
    ),
    # Erases where no request's engine does, and is the second who opens what is kept for defence
    Role.REPRESENTATIVE: _READ_ALL
    | {
        P.SUBJECT_ERASE,
        P.PROOF_OPEN,
        P.CONTROLLER_CHANGE,
        P.FINDING_HANDLE,
        P.ACTIVITY_EDIT,
        P.NOTICE_DRAFT,
        P.NOTICE_DECIDE,
        P.CONSENT_RECORD,
        P.PURPOSE_DECIDE,
        P.PURPOSE_DISTINGUISH,
    }
    # A company's own words change what every department's fields are held to be
    | {P.WORDS_PROPOSE, P.WORDS_APPLY},
    # Classifying is describing, not deciding on purposes and means: Art. 38(6) leaves it open to a DPO
    Role.DPO: _READ_ALL
    | {
        P.PROOF_OPEN,
        P.SOURCE_MANAGE,
        P.SCAN_RUN,
        P.FIELD_DECIDE,
        P.FINDING_HANDLE,
        P.CONSENT_RECORD,
        P.PURPOSE_OPINION,
    },
    Role.AUDITOR: _READ_ALL,
    Role.HEAD: _OF_STEWARD
    | {
        P.WORDS_APPLY,
        P.PEOPLE_READ,
        P.PEOPLE_MANAGE,
        P.CLIENT_MANAGE,
        P.NOTICE_DECIDE,
        P.CONSENT_HOOK,
        P.PURPOSE_DECIDE,
    },
    Role.STEWARD: _OF_STEWARD,
    Role.ANALYST: _OF_ANALYST,
}

# What a program may be given; deciding, giving roles and other programs' access stay with people
FOR_SERVICES = frozenset(
    {
        P.CATALOG_READ,
        P.SOURCE_READ,
        P.SOURCE_MANAGE,
        P.SCAN_RUN,
        P.FINDING_READ,
        P.FINDING_HANDLE,
        P.ACTIVITY_SEE,
        P.ACTIVITY_EDIT,
        P.NOTICE_SEE,
        P.CONSENT_READ,
        P.CONSENT_RECORD,
        P.CONSENT_HOOK,
        P.PURPOSE_SEE,
    }
)
PERMISSION_WORDS: dict[Permission, str | Promise] = {
    P.CATALOG_READ: _("read the catalogue"),
    P.SOURCE_READ: _("see sources"),
    P.SOURCE_MANAGE: _("add and change sources"),
    P.SCAN_RUN: _("start scans"),
    P.FINDING_READ: _("see findings"),
    P.FINDING_HANDLE: _("handle findings"),
    P.ACTIVITY_SEE: _("see processing activities"),
    P.ACTIVITY_EDIT: _("describe processing activities"),
    P.NOTICE_SEE: _("see notices and their versions"),
    P.CONSENT_READ: _("read consents and their receipts"),
    P.CONSENT_RECORD: _("record consents, objections and restrictions"),
    P.CONSENT_HOOK: _("have withdrawals reported to other systems"),
    P.PURPOSE_SEE: _("see purposes and their legal basis"),
}
