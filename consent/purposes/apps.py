"""Purposes, legal bases, notices as a Django app."""

from django.apps import AppConfig


class PurposesConfig(AppConfig):
    """Purposes, legal bases, notices."""

    name = "consent.purposes"
    label = "purposes"
