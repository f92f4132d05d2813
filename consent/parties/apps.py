"""People, departments, roles as a Django app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """People, departments, roles."""

    name = "consent.parties"
    label = "parties"
