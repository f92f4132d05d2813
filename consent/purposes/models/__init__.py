"""Purposes with their legal bases, and notices; one file each."""

from consent.purposes.models.notices import Notice, NoticeVersion
from consent.purposes.models.purposes import (
    BalancingTest,
    Difference,
    Purpose,
    PurposeRecipient,
    PurposeVersion,
)

__all__ = [
    "BalancingTest",
    "Difference",
    "Notice",
    "NoticeVersion",
    "Purpose",
    "PurposeRecipient",
    "PurposeVersion",
]
