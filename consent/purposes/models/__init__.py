"""Purposes with their legal bases, and notices; one file each."""

from consent.purposes.models.notices import Notice, NoticeVersion
from consent.purposes.models.purposes import BalancingTest, Difference, Purpose, PurposeVersion

__all__ = ["BalancingTest", "Difference", "Notice", "NoticeVersion", "Purpose", "PurposeVersion"]
