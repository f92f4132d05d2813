"""Enrolment as a Django app."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """The people of the sources."""

    name = "catalog.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        """Make the kinds of evidence known."""
        from catalog.enrolment import evidence_kinds, evidence_texts  # noqa: F401
