"""Collections, fields, scans as a Django app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Collections, fields, scans."""

    name = "catalog.fields"
    label = "fields"

    def ready(self) -> None:
        """Make this part's entries known to the ledger."""
        from catalog.fields import evidence_kinds, evidence_texts  # noqa: F401
