"""Decisions as a Django app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Whether a purpose may process data of a person, asked at every read."""

    name = "consent.decisions"
    label = "decisions"
