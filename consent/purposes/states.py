"""Where a version of a purpose stands: told by its opinion, its decision and its dates."""

from enum import StrEnum


class VersionState(StrEnum):
    """The states. DRAFT: something lacks, so nobody was asked; ADVISED: the opinion is there, the decision is not."""

    DRAFT = "draft"
    ASKED = "asked"
    ADVISED = "advised"
    REFUSED = "refused"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
