"""Where a version of a purpose stands, told by its opinion, decision and dates; and what a recipient is."""

from enum import StrEnum


class RecipientRole(StrEnum):
    """What a recipient is: bound by our instructions, deciding for itself, or an authority."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    AUTHORITY = "authority"


class VersionState(StrEnum):
    """The states. DRAFT: something lacks, so nobody was asked; ADVISED: the opinion is there, the decision is not."""

    DRAFT = "draft"
    ASKED = "asked"
    ADVISED = "advised"
    REFUSED = "refused"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
