"""Consent events, objections, receipts as a Django app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """Consent events, objections, receipts."""

    name = "consent.consents"
    label = "consents"

    def ready(self) -> None:
        """Make the kinds of evidence known, and tell notices how many people a change concerns."""
        from consent.consents import evidence_kinds, evidence_texts  # noqa: F401
        from consent.consents.figures import count_standing
        from consent.purposes import reach

        reach.register(count_standing)
