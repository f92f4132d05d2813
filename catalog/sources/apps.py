"""Sources and connectors as a Django app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Sources and connectors."""

    name = "catalog.sources"
    label = "sources"

    def ready(self) -> None:
        """Make the kinds of evidence, what keeps a department open, and the checks known."""
        from catalog.sources import checks, estates, evidence_kinds, evidence_texts  # noqa: F401

        estates.register()
