"""People, departments, roles as a Django app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """People, departments, roles."""

    name = "consent.parties"
    label = "parties"

    def ready(self) -> None:
        """Make the kinds of evidence, what people own, the signals and the checks known."""
        from consent.parties import checks, estates, evidence_kinds, evidence_texts, schema, signals  # noqa: F401

        estates.register()
