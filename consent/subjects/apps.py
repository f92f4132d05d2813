"""The identity vault as a Django app."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """The identity vault."""

    name = "consent.subjects"
    label = "subjects"

    def ready(self) -> None:
        """Make the vault's kinds of evidence known."""
        from consent.subjects import evidence_kinds, evidence_texts  # noqa: F401
