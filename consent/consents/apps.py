"""Consent events, objections, receipts as a Django app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """Consent events, objections, receipts."""

    name = "consent.consents"
    label = "consents"

    def ready(self) -> None:
        """Make the kinds of evidence known."""
        from consent.consents import evidence_kinds, evidence_texts  # noqa: F401
