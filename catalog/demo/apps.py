"""The demo company as a Django app: it has commands only, no tables."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo company."""

    name = "catalog.demo"
    label = "demo"
