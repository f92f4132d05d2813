"""Processing activities as a Django app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """What data are collected for, who receives them, how long they stay."""

    name = "catalog.activities"
    label = "activities"

    def ready(self) -> None:
        """Make the kinds of evidence known, and tell the purposes how to ask about collection."""
        from catalog.activities import evidence_kinds, evidence_texts  # noqa: F401
        from catalog.activities.origins import CatalogueOrigins
        from consent.purposes import origins

        origins.register(CatalogueOrigins())
