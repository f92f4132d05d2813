"""Purposes, legal bases, notices as a Django app."""

from django.apps import AppConfig


class PurposesConfig(AppConfig):
    """Purposes, legal bases, notices."""

    name = "consent.purposes"
    label = "purposes"

    def ready(self) -> None:
        """Make the kinds of evidence known."""
        from consent.purposes import evidence_kinds, evidence_texts, notice_texts  # noqa: F401
