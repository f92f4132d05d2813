"""The ledger as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The ledger."""

    name = "consent.evidence"
    label = "evidence"
