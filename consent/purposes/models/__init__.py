"""Purposes with their legal bases, and notices; one file each."""

from consent.purposes.models.notices import Notice, NoticeVersion, NoticeWord
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
    "NoticeWord",
    "Purpose",
    "PurposeRecipient",
    "PurposeVersion",
]
