"""The units of a retention period, and what may be unknown of a collection."""

from enum import StrEnum


class Unit(StrEnum):
    """In what a retention period is counted."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class Gap(StrEnum):
    """What is not known of data that are held; each denies new purposes over them."""

    NO_ACTIVITY = "no_activity"
    NO_PURPOSE = "no_purpose"
    NO_RETENTION = "no_retention"
    NO_COUNTRY = "no_country"
