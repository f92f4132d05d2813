"""Sources and connectors as a Django app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Sources and connectors."""

    name = "catalog.sources"
    label = "sources"
