"""The commands of whoever runs the product, as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Has commands only."""

    name = "config.operations"
    label = "operations"
