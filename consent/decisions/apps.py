"""Decisions as a Django app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Whether a purpose may process data of a person, asked at every read."""

    name = "consent.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Make the kinds of evidence known, and answer whoever measures withdrawals."""
        from consent.consents.stopping import ask_with
        from consent.decisions import evidence_kinds, evidence_texts  # noqa: F401
        from consent.decisions.single import may

        ask_with(lambda purpose, subject: may(purpose, subject, frozenset()).allowed)
