"""The units of a retention period, the roles of a recipient, and what may be unknown of a collection."""

from enum import StrEnum


class Unit(StrEnum):
    """In what a retention period is counted."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class RecipientRole(StrEnum):
    """What a recipient is: bound by our instructions, deciding for itself, or an authority."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    AUTHORITY = "authority"


class Gap(StrEnum):
    """What is not known of data that are held; each denies new purposes over them."""

    NO_ACTIVITY = "no_activity"
    NO_PURPOSE = "no_purpose"
    NO_RETENTION = "no_retention"
    NO_COUNTRY = "no_country"
