"""Consent events, objections, receipts as a Django app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """Consent events, objections, receipts."""

    name = "consent.consents"
    label = "consents"
