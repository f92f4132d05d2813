"""The identity vault as a Django app."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """The identity vault."""

    name = "consent.subjects"
    label = "subjects"
