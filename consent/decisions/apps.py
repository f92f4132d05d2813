"""Decisions as a Django app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Whether a purpose may process data of a person, asked at every read."""

    name = "consent.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Make the kinds of evidence known."""
        from consent.decisions import evidence_kinds, evidence_texts  # noqa: F401
